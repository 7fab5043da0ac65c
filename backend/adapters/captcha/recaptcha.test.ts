import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { createRecaptcha } from './recaptcha.ts';

const start = Date.UTC(2030, 0, 7, 15);
const clock: Clock = { now: () => start, monotonic: () => start, after: () => () => {} };

/** Starts a server in place of Google's siteverify endpoint. */
async function startGoogle(t: TestContext, reply: (response: ServerResponse) => void) {
  const requests: URLSearchParams[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    requests.push(new URLSearchParams(await text(request)));
    reply(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const logged: string[] = [];
  const note = (message: string) => void logged.push(message);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const captcha = createRecaptcha({
    siteKey: 'the-site-key',
    secretKey: 'the-secret-key',
    hostnames: ['www.example.com'],
    clock,
    log,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`,
  });
  return { captcha, requests, logged };
}

function respondWith(answer: Record<string, unknown>) {
  return (response: ServerResponse): void => void response.end(JSON.stringify(answer));
}

const solved = { success: true, challenge_ts: '2030-01-07T14:59:00Z', hostname: 'www.example.com' };

test('a fresh token that Google accepts for an own page is accepted', async (t) => {
  const { captcha, requests } = await startGoogle(t, respondWith(solved));
  assert.deepEqual(await captcha.check('a-token'), { ok: true, solved: undefined });
  assert.deepEqual(Object.fromEntries(requests[0] ?? []), { secret: 'the-secret-key', response: 'a-token' });
});

test('a request without a token is refused without asking Google', async (t) => {
  const { captcha, requests } = await startGoogle(t, respondWith(solved));
  assert.deepEqual(await captcha.check(undefined), { ok: false, reason: 'captcha-required' });
  assert.equal(requests.length, 0);
});

for (const [what, differing] of Object.entries({
  'that Google refuses': { success: false, 'error-codes': ['timeout-or-duplicate'] },
  'from another page': { hostname: 'evil.example.net' },
  'without a hostname': { hostname: undefined },
  'that is minutes old': { challenge_ts: '2030-01-07T14:56:00Z' },
  'from the future': { challenge_ts: '2030-01-07T15:10:00Z' },
  'without a time': { challenge_ts: undefined },
})) {
  test(`a token ${what} is refused`, async (t) => {
    const { captcha } = await startGoogle(t, respondWith({ ...solved, ...differing }));
    assert.deepEqual(await captcha.check('a-token'), { ok: false, reason: 'captcha-refused' });
  });
}

for (const [what, reply] of Object.entries({
  'does not answer': (response: ServerResponse): void => void response.destroy(),
  'answers without JSON': (response: ServerResponse): void => void response.end('<html>'),
  'answers without an end': (response: ServerResponse): void =>
    void response.end(JSON.stringify({ ...solved, more: 'x'.repeat(2_000_000) })),
  redirects: (response: ServerResponse): void =>
    void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
})) {
  test(`when Google ${what}, every visitor is refused`, async (t) => {
    const { captcha, logged } = await startGoogle(t, reply);
    assert.deepEqual(await captcha.check('a-token'), { ok: false, reason: 'captcha-unavailable' });
    assert.deepEqual(logged, ['captcha not checked: no valid answer from Google']);
  });
}

test('wrong keys are unavailable to the visitor and an error in the log', async (t) => {
  const { captcha, logged } = await startGoogle(
    t,
    respondWith({ success: false, 'error-codes': ['invalid-input-secret'] }),
  );
  assert.deepEqual(await captcha.check('a-token'), { ok: false, reason: 'captcha-unavailable' });
  assert.deepEqual(logged, ['reCAPTCHA keys rejected by Google']);
});
