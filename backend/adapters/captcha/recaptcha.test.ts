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

/** Google's documented endpoint, as far as we use it. */
async function openGoogle(t: TestContext, reply: (response: ServerResponse) => void) {
  const asked: URLSearchParams[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    asked.push(new URLSearchParams(await text(request)));
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
  return { captcha, asked, logged };
}

function saying(answer: Record<string, unknown>) {
  return (response: ServerResponse): void => void response.end(JSON.stringify(answer));
}

const solved = { success: true, challenge_ts: '2030-01-07T14:59:00Z', hostname: 'www.example.com' };

test('a token that Google takes, fresh and from our page, lets the visitor in', async (t) => {
  const { captcha, asked } = await openGoogle(t, saying(solved));
  assert.deepEqual(await captcha.check('a-token'), { ok: true, solved: undefined });
  assert.deepEqual(Object.fromEntries(asked[0] ?? []), { secret: 'the-secret-key', response: 'a-token' });
});

test('without a token Google is not even asked', async (t) => {
  const { captcha, asked } = await openGoogle(t, saying(solved));
  assert.deepEqual(await captcha.check(undefined), { ok: false, reason: 'captcha-required' });
  assert.equal(asked.length, 0);
});

for (const [what, differing] of Object.entries({
  'that Google refuses': { success: false, 'error-codes': ['timeout-or-duplicate'] },
  'from another page': { hostname: 'evil.example.net' },
  'from nobody knows where': { hostname: undefined },
  'that is minutes old': { challenge_ts: '2030-01-07T14:56:00Z' },
  'from the future': { challenge_ts: '2030-01-07T15:10:00Z' },
  'without a time': { challenge_ts: undefined },
})) {
  test(`a token ${what} is refused`, async (t) => {
    const { captcha } = await openGoogle(t, saying({ ...solved, ...differing }));
    assert.deepEqual(await captcha.check('a-token'), { ok: false, reason: 'captcha-refused' });
  });
}

for (const [what, reply] of Object.entries({
  'does not answer': (response: ServerResponse): void => void response.destroy(),
  'answers nonsense': (response: ServerResponse): void => void response.end('<html>'),
  'sends us elsewhere': (response: ServerResponse): void =>
    void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
})) {
  test(`while Google ${what}, nobody is let in`, async (t) => {
    const { captcha, logged } = await openGoogle(t, reply);
    assert.deepEqual(await captcha.check('a-token'), { ok: false, reason: 'captcha-unavailable' });
    assert.deepEqual(logged, ['Google did not check a captcha']);
  });
}

test('wrong keys of ours are not the visitor’s fault, and the deployer reads so', async (t) => {
  const { captcha, logged } = await openGoogle(
    t,
    saying({ success: false, 'error-codes': ['invalid-input-secret'] }),
  );
  assert.deepEqual(await captcha.check('a-token'), { ok: false, reason: 'captcha-unavailable' });
  assert.deepEqual(logged, ['Google refuses our reCAPTCHA keys']);
});
