import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backendCandidates } from './backend-candidates.ts';

const api = 'https://api.example.com';
const local = { base: 'http://localhost:8501', timeoutMs: 3_000 };
const deployed = { base: api, timeoutMs: 4_000 };

function at(address: string, backendUrl: string) {
  return backendCandidates(new URL(address), backendUrl);
}

test('a page on a public host asks only its own API', () => {
  assert.deepEqual(at('https://www.example.com/contact/', api), [deployed]);
  assert.deepEqual(at('https://api.example.com/', ''), [deployed]);
});

test('a local page, or one with ?backend=local, tries the local API first', () => {
  for (const page of ['http://localhost:5173/', 'http://127.0.0.1:4000/', 'http://[::1]:4000/']) {
    assert.deepEqual(at(page, api), [local, deployed], page);
  }
  assert.deepEqual(at('https://www.example.com/?backend=local', api), [local, deployed]);
  assert.deepEqual(at('https://api.example.com/?backend=local', ''), [local, deployed]);
});

test('a page served by a local API asks that API first', () => {
  const own = { base: 'http://127.0.0.1:9000', timeoutMs: 4_000 };
  assert.deepEqual(at('http://127.0.0.1:9000/', ''), [own, local]);
});
