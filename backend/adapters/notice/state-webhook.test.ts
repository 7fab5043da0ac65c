import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import type { WebhookEvent } from '../../ports/webhooks.ts';
import { createWebhookSender } from './state-webhook.ts';

const secret = `whsec_${Buffer.from('q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4').toString('base64')}`;
const former = `whsec_${Buffer.from('an older key, also of thirty-two').toString('base64')}`;
const foreign = `whsec_${Buffer.from('a key that the sender never knew').toString('base64')}`;

const event: WebhookEvent = {
  id: '5f0c3a52-7f0e-4b8e-9a55-1f6d2f0a9c11',
  callback: {
    ...sampleCallback('completed'),
    visitor: { name: 'Zoë <b>"ö"</b> 🎂', phone: '+12015550142', email: undefined },
  },
  change: { status: 'failed', outcome: 'business-no-answer', version: 7, occurredAt: Date.UTC(2026, 10, 22) },
  isTest: false,
};

type Received = { path: string | undefined; headers: IncomingHttpHeaders; body: string };

async function listen(t: TestContext, answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ path: request.url, headers: request.headers, body });
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { received, url: `http://127.0.0.1:${port}/in?key=a` };
}

/** Sends the event to a receiver that answers so. */
async function sendTo(
  t: TestContext,
  answer: (response: ServerResponse) => void,
  options: { secrets?: string[]; timeoutMs?: number; event?: WebhookEvent } = {},
) {
  const { received, url } = await listen(t, answer);
  const secrets = options.secrets ?? [secret];
  const sender = createWebhookSender({
    timeoutMs: 5_000,
    ...options,
    addresses: [{ id: 'one', url }],
    secrets,
  });
  const sent = await sender.send('one', options.event ?? event);
  return { sent, received: received[0] ?? { path: undefined, headers: {}, body: '' } };
}

function answerWith(status: number, headers = {}) {
  return (response: ServerResponse) => response.writeHead(status, headers).end('body');
}

function verify(by: string, { headers, body }: Received): unknown {
  return new Webhook(by).verify(body, headers as Record<string, string>);
}

test('the library of Standard Webhooks verifies a request and returns its state', async (t) => {
  const { sent, received } = await sendTo(t, answerWith(204));
  assert.deepEqual(sent, { result: 'accepted', code: 'http-204' });
  const { callbackId, reference, createdAt } = event.callback;
  assert.deepEqual(verify(secret, received), {
    type: 'callback.failed',
    timestamp: '2026-11-22T00:00:00.000Z',
    data: {
      request_id: callbackId,
      reference,
      site_id: 'default',
      status: 'failed',
      outcome: 'business-no-answer',
      version: 7,
      visitor: {
        name: 'Zoë <b>"ö"</b> 🎂',
        phone: '+12015550142',
        phone_verified: event.callback.verifiedAt !== undefined,
        email: null,
      },
      about: event.callback.subject ?? null,
      page: event.callback.page ?? null,
      created_at: new Date(createdAt).toISOString(),
    },
  });
  assert.equal(received.path, '/in?key=a');
  assert.equal(received.headers['webhook-id'], `msg_${event.id}`);
  assert.equal(received.headers['content-type'], 'application/json');
});

test('the library refuses a changed body, id or time, and another secret', async (t) => {
  const { received } = await sendTo(t, answerWith(200));
  const { headers, body } = received;
  const changed: Received[] = [
    { ...received, body: body.replace('failed', 'completed') },
    { ...received, headers: { ...headers, 'webhook-id': 'msg_other' } },
    {
      ...received,
      headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 1) },
    },
  ];
  for (const each of changed) assert.throws(() => verify(secret, each), WebhookVerificationError);
  assert.throws(() => verify(foreign, received), WebhookVerificationError);
});

test('while a secret is replaced, the library verifies by the new and the former', async (t) => {
  const { received } = await sendTo(t, answerWith(200), { secrets: [secret, former] });
  for (const known of [secret, former]) verify(known, received);
  assert.throws(() => verify(foreign, received), WebhookVerificationError);
  const alone = await sendTo(t, answerWith(200), { secrets: [secret.replace('whsec_', '')] });
  verify(secret, alone.received);
  assert.throws(() => verify(former, alone.received), WebhookVerificationError);
});

test('only an answer from 200 to 299 counts as delivered', async (t) => {
  for (const status of [200, 201, 202, 299])
    assert.equal((await sendTo(t, answerWith(status))).sent.result, 'accepted', String(status));
  for (const status of [302, 307, 400, 401, 404, 410, 429, 500, 502])
    assert.deepEqual((await sendTo(t, answerWith(status, { location: 'https://example.com/' }))).sent, {
      result: 'failed',
      code: `http-${status}`,
      retryAfterMs: undefined,
    });
});

test('a pause that the receiver asks for is read in seconds or as a date', async (t) => {
  const inSeconds = await sendTo(t, answerWith(429, { 'retry-after': '90' }));
  assert.equal(inSeconds.sent.result === 'failed' && inSeconds.sent.retryAfterMs, 90_000);
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const { sent } = await sendTo(t, answerWith(503, { 'retry-after': date }));
  const ms = sent.result === 'failed' ? (sent.retryAfterMs ?? 0) : 0;
  assert.ok(ms > 3_590_000 && ms <= 3_600_000, String(ms));
});

test('a missing, resetting or silent receiver is a failure with a short code', async (t) => {
  const silent = await sendTo(t, () => undefined, { timeoutMs: 50 });
  assert.deepEqual(silent.sent, { result: 'failed', code: 'TimeoutError' });
  const reset = await sendTo(t, (response) => response.destroy());
  assert.match(reset.sent.code, /^(?:UND_ERR_SOCKET|ECONNRESET)$/);
  const addresses = [{ id: 'one', url: 'http://127.0.0.1:9/in?key=secret' }];
  const sender = createWebhookSender({ addresses, secrets: [secret] });
  assert.deepEqual(sender.addresses, [{ id: 'one', host: '127.0.0.1:9' }]);
  const { code } = await sender.send('one', event);
  assert.match(code, /^\w+$/);
  assert.deepEqual(await sender.send('two', event), { result: 'failed', code: 'address-removed' });
});

test('addresses of one host are told apart without their paths', () => {
  const urls = ['https://hooks.example.com/a', 'https://other.example', 'https://hooks.example.com/secret'];
  const addresses = urls.map((url) => ({ id: url, url }));
  const { addresses: named } = createWebhookSender({ addresses, secrets: [secret] });
  const hosts = named.map(({ host }) => host);
  assert.deepEqual(hosts, ['hooks.example.com', 'other.example', 'hooks.example.com (2)']);
});
