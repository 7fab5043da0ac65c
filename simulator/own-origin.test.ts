import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUpSimulator } from './test-support/setup.ts';

test('a page of another origin cannot control the simulator, in any spelling', async (t) => {
  const { simulator, url } = await setUpSimulator(t);
  const host = new URL(url).host;
  const reset = async (origin: string) =>
    (await simulator.app.inject({ method: 'POST', url: '/simulator/reset', headers: { host, origin } }))
      .statusCode;
  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:9', `http://${host}.evil.example`])
    assert.equal(await reset(origin), 403, origin);
  assert.equal(await reset(url), 204);
});

test('a rebound host name is refused on every route, a name of this machine is not', async (t) => {
  const { simulator } = await setUpSimulator(t);
  for (const path of [
    '/',
    '/simulator/timeline',
    '/2010-04-01/Accounts.json',
    '/identity/jwks',
    '/nowhere',
  ]) {
    const answer = await simulator.app.inject({ url: path, headers: { host: 'evil.example:8502' } });
    assert.equal(answer.statusCode, 403, path);
  }
  const twice = { Host: ['127.0.0.1:8502', 'evil.example'] };
  assert.equal((await simulator.app.inject({ url: '/', headers: twice })).statusCode, 403);
  for (const host of ['localhost:8502', '127.0.0.1:8502', '[::1]:8502', '192.0.2.7:8502', 'phones.localhost'])
    assert.equal(
      (await simulator.app.inject({ url: '/simulator/health', headers: { host } })).statusCode,
      200,
      host,
    );
});
