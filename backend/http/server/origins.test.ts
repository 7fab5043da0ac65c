import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpSetup, pageOrigin } from '../../../test/support/http/http-setup.ts';
import { ask, assertProblem } from '../../../test/support/http/visitor-requests.ts';

const url = '/api/v1/callbacks';

test('an allowed page can send a request and read the answer', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await ask(setup, { headers: { origin: pageOrigin } });
  assert.equal(answer.statusCode, 201);
  assert.equal(answer.headers['access-control-allow-origin'], pageOrigin);
  assert.match(String(answer.headers['access-control-expose-headers']), /location/);
  assert.equal(answer.headers.vary, 'Origin');
});

test("the platform's own pages are allowed", async (t) => {
  const setup = await openHttpSetup(t);
  assert.equal((await ask(setup, { headers: { origin: 'https://calls.example.com' } })).statusCode, 201);
});

test('a request without an Origin header is accepted', async (t) => {
  const setup = await openHttpSetup(t);
  assert.equal((await ask(setup)).statusCode, 201);
});

test('an origin that is not allowed, even a similar one, is refused before any work', async (t) => {
  const setup = await openHttpSetup(t);
  const alike = [
    'https://www.example.com.evil.example',
    'http://www.example.com',
    `${pageOrigin}:8443`,
    'null',
    '',
  ];
  for (const origin of ['https://evil.example', ...alike]) {
    const answer = await ask(setup, { headers: { origin } });
    assertProblem(answer, 'origin-not-allowed', 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  }
  assert.deepEqual(await setup.store.codesTo('+12015550145', { kind: 'sent' }, 0), []);
});

test('a page of another origin cannot read answers', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await setup.app.inject({ url: '/api/v1/site', headers: { origin: 'https://evil.example' } });
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
});

test('a preflight is granted only to allowed pages', async (t) => {
  const setup = await openHttpSetup(t);
  const preflight = (origin: string) =>
    setup.app.inject({
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

test('an allowed page can read error answers', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await ask(setup, { headers: { origin: pageOrigin }, payload: {} });
  assertProblem(answer, 'invalid-request', 400);
  assert.equal(answer.headers['access-control-allow-origin'], pageOrigin);
});

test('a refused origin is logged once, with the setting that allows it', async (t) => {
  const setup = await openHttpSetup(t);
  const refuse = async (headers: Record<string, string>) => {
    const answer = await ask(setup, { headers });
    assertProblem(answer, 'origin-not-allowed', 403);
    return String(answer.json().detail);
  };
  const own = { origin: 'https://abc.trycloudflare.example', host: 'abc.trycloudflare.example' };
  assert.match(await refuse(own), /PUBLIC_BASE_URL=https:\/\/abc\.trycloudflare\.example/);
  await refuse(own);
  const other = { origin: 'https://shop.example', host: 'calls.example.com' };
  assert.match(await refuse(other), /ALLOWED_ORIGINS=https:\/\/www\.example\.com,https:\/\/shop\.example/);
  assert.match(await refuse({ origin: 'null' }), /serve the page from a web address/);
  const lines = setup.log.filter(({ message }) => message.startsWith('request of a page refused'));
  assert.deepEqual(
    lines.map(({ level, fields }) => [level, fields.origin]),
    [
      ['warn', own.origin],
      ['warn', other.origin],
      ['warn', 'null'],
    ],
  );
  assert.match(String(lines[0]?.fields.fix), /PUBLIC_BASE_URL=/);
});

test('an attacker with many origins cannot fill the log', async (t) => {
  const setup = await openHttpSetup(t);
  for (let index = 0; index < 50; index += 1)
    await ask(setup, { headers: { origin: `https://bot-${index}.example` } });
  assert.equal(setup.log.filter(({ level }) => level === 'warn').length, 21, 'one line is about the proxy');
});
