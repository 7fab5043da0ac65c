import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployedBackend, developmentBackends } from './backend-candidates.ts';

const api = 'https://api.example.com';
const local = { base: 'http://localhost:8501', timeoutMs: 3_000 };
const deployed = { base: api, timeoutMs: 4_000 };

test('a built page asks only the API that it was built for or that serves it', () => {
  assert.deepEqual(deployedBackend(new URL('https://www.example.com/contact/'), api), deployed);
  assert.deepEqual(deployedBackend(new URL('https://api.example.com/?backend=local'), ''), deployed);
});

test('a page of the development server asks the API on this machine first', () => {
  assert.deepEqual(developmentBackends(new URL('http://localhost:5173/'), api), [local, deployed]);
});
