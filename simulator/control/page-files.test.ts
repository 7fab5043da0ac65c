import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUpSimulator } from '../test-support/setup.ts';

test('the page has a content policy for its own files and trusted types only', async (t) => {
  const { url } = await setUpSimulator(t);
  const page = await fetch(`${url}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.ok(!policy.includes('unsafe'));
});

test("the page's TypeScript is served as JavaScript", async (t) => {
  const { url } = await setUpSimulator(t);
  const script = await fetch(`${url}/page/main.ts`);
  assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/);
  const text = await script.text();
  assert.match(text, /^import \{/m);
  assert.doesNotMatch(text, /^import type/m);
});

test('no file outside the page folder is served', async (t) => {
  const { url } = await setUpSimulator(t);
  for (const path of [
    '/page/../server.ts',
    '/page/..%2fserver.ts',
    '/page/%2e%2e%2fserver.ts',
    '/page/timeline/pretty-body.test.ts',
    '/page/toString',
    '/page/',
  ]) {
    assert.equal((await fetch(`${url}${path}`)).status, 404, path);
  }
});
