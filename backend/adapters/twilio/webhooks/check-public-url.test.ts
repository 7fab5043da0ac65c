import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { checkPublicUrl } from './check-public-url.ts';

const authToken = '0123456789abcdef0123456789abcdef';

async function listen(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function tryAddress(publicBaseUrl: string): Promise<string> {
  const found = await checkPublicUrl({ publicBaseUrl, authToken, listensAt: 'http://127.0.0.1:8501' });
  return found === undefined ? 'works' : `${found.problem}: ${found.fix}`;
}

const healthy: RequestListener = (_request, response) => response.end('{"status":"healthy"}');

/** A server like ours up to the webhook. */
function afterHealth(webhook: RequestListener): RequestListener {
  return (request, response) => (request.url === '/health' ? healthy : webhook)(request, response);
}

test('an address that passes health check and signed webhook on works', async (t) => {
  let base = '';
  const answer = afterHealth(async (request, response) => {
    const body = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    const signature = String(request.headers['x-twilio-signature']);
    const isSigned = validateRequest(authToken, signature, `${base}${request.url}`, Object.fromEntries(body));
    assert.match(String(request.url), /^\/twilio\/voice\/start-check-\w+\/visitor-prompt$/);
    response.writeHead(isSigned ? 200 : 403, { 'content-type': 'text/xml' }).end('<Response/>');
  });
  base = await listen(t, answer);
  assert.equal(await tryAddress(base), 'works');
});

test('an address where nothing listens is named with what should listen', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  assert.match(await tryAddress(`http://127.0.0.1:${port}`), /cannot be reached: .*8501/);
  assert.match(await tryAddress('https://no-such-host.invalid'), /cannot be reached/);
  const plain = await listen(t, healthy);
  assert.match(await tryAddress(plain.replace('http:', 'https:')), /cannot be reached/);
});

test('another server at the address, a redirect and a login page are told apart', async (t) => {
  const other = await listen(t, (_request, response) => response.end('<h1>It works!</h1>'));
  assert.match(await tryAddress(other), /another server answers .*8501/);
  const gone = await listen(t, (_request, response) => response.writeHead(502).end());
  assert.match(await tryAddress(gone), /another server answers at PUBLIC_BASE_URL \(HTTP 502\)/);
  const toHttps = await listen(t, (_request, response) =>
    response.writeHead(301, { location: 'https://www.example.com/health' }).end(),
  );
  assert.match(await tryAddress(toHttps), /redirects.*PUBLIC_BASE_URL=https:\/\/www\.example\.com$/);
  const login = await listen(t, (_request, response) =>
    response.writeHead(302, { location: '/login' }).end(),
  );
  assert.match(await tryAddress(login), /without a login/);
});

test('a webhook that is changed or kept back on the way is named', async (t) => {
  const refuse = afterHealth((_request, response) =>
    response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"code":"bad-signature"}'),
  );
  assert.match(await tryAddress(await listen(t, refuse)), /signed webhook .*is refused.*X-Twilio-Signature/);
  const challenge = afterHealth((_request, response) => response.writeHead(403).end('<html>captcha</html>'));
  assert.match(
    await tryAddress(await listen(t, challenge)),
    /does not come through.*\(HTTP 403\).*bot check/,
  );
});
