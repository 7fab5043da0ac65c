import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpSetup, pageOrigin } from '../../../test/support/http/http-setup.ts';
import { ask, assertProblem } from '../../../test/support/http/visitor-requests.ts';

const url = '/api/v1/callbacks';

test('an allowed page may ask, and read the answer', async (t) => {
  const rig = await openHttpSetup(t);
  const answer = await ask(rig, { headers: { origin: pageOrigin } });
  assert.equal(answer.statusCode, 201);
  assert.equal(answer.headers['access-control-allow-origin'], pageOrigin);
  assert.match(String(answer.headers['access-control-expose-headers']), /location/);
  assert.equal(answer.headers.vary, 'Origin');
});

test("the platform's own pages are allowed", async (t) => {
  const rig = await openHttpSetup(t);
  assert.equal((await ask(rig, { headers: { origin: 'https://calls.example.com' } })).statusCode, 201);
});

test('who sends no origin, such as a script, passes', async (t) => {
  const rig = await openHttpSetup(t);
  assert.equal((await ask(rig)).statusCode, 201);
});

test('any other origin is refused before anything is done, however alike it looks', async (t) => {
  const rig = await openHttpSetup(t);
  const alike = [
    'https://www.example.com.evil.example',
    'http://www.example.com',
    `${pageOrigin}:8443`,
    'null',
    '',
  ];
  for (const origin of ['https://evil.example', ...alike]) {
    const answer = await ask(rig, { headers: { origin } });
    assertProblem(answer, 'origin-not-allowed', 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  }
  assert.deepEqual(await rig.store.codesSent('+12015550145', 0), []);
});

test('a page that is not allowed gets no leave to read', async (t) => {
  const rig = await openHttpSetup(t);
  const answer = await rig.app.inject({ url: '/api/v1/site', headers: { origin: 'https://evil.example' } });
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
});

test('a preflight is granted to allowed pages only', async (t) => {
  const rig = await openHttpSetup(t);
  const preflight = (origin: string) =>
    rig.app.inject({
      method: 'OPTIONS',
      url,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
  const granted = await preflight(pageOrigin);
  assert.equal(granted.statusCode, 204);
  assert.equal(granted.headers['access-control-allow-origin'], pageOrigin);
  assert.match(String(granted.headers['access-control-allow-headers']), /idempotency-key/);
  const refused = await preflight('https://evil.example');
  assert.equal(refused.headers['access-control-allow-origin'], undefined);
});

test('errors carry the leave to read as well, or a page could not show them', async (t) => {
  const rig = await openHttpSetup(t);
  const answer = await ask(rig, { headers: { origin: pageOrigin }, payload: {} });
  assertProblem(answer, 'invalid-request', 400);
  assert.equal(answer.headers['access-control-allow-origin'], pageOrigin);
});
