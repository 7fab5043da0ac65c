import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { MissedCallNotice } from '../../ports/carrier/notice-sender.ts';
import { createWebhookNotice } from './webhook-notice.ts';

const notice: MissedCallNotice = {
  messageId: 'm1',
  requestReference: 'K7M-42QP',
  siteId: 'default',
  text: 'Missed callback K7M-42QP: you did not answer',
  subject: 'Missed callback K7M-42QP: Zoë',
  link: undefined,
  visitor: { name: 'Zoë', phone: '+12015550123', email: undefined },
  about: 'broken heater',
  page: undefined,
  outcome: 'business-no-answer',
  createdAt: Date.parse('2026-11-22T14:05:00Z'),
};
const secret = 'q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4';

type Received = {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
};

async function listen(t: TestContext, answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ method: request.method, path: request.url, headers: request.headers, body });
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { received, origin: `http://127.0.0.1:${port}` };
}

function answerWith(status: number) {
  return (response: ServerResponse) => response.writeHead(status).end('body');
}

test('a missed call is posted as JSON once', async (t) => {
  const { received, origin } = await listen(t, answerWith(204));
  const sent = await createWebhookNotice({ url: `${origin}/hook?a=b`, secret }).send(notice);
  assert.deepEqual(sent, { result: 'accepted', sid: undefined });
  assert.equal(received.length, 1);
  const [{ method, path, headers, body } = {} as Received] = received;
  assert.deepEqual([method, path, headers['content-type']], ['POST', '/hook?a=b', 'application/json']);
  assert.deepEqual(JSON.parse(body), {
    type: 'callback.missed',
    timestamp: '2026-11-22T14:05:00.000Z',
    data: {
      reference: 'K7M-42QP',
      site_id: 'default',
      outcome: 'business-no-answer',
      visitor: { name: 'Zoë', phone: '+12015550123', email: null },
      about: 'broken heater',
      page: null,
      link: null,
      text: 'Missed callback K7M-42QP: you did not answer',
    },
  });
});

test('the signature covers id, time and body, and a retry has the same id', async (t) => {
  const { received, origin } = await listen(t, answerWith(200));
  const sender = createWebhookNotice({ url: origin, secret });
  await sender.send(notice);
  await sender.send(notice);
  for (const { headers, body } of received) {
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers;
    assert.equal(id, 'msg_m1');
    assert.ok(Math.abs(Number(time) - Date.now() / 1000) < 60);
    const expected = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest('base64');
    assert.equal(signature, `v1,${expected}`);
  }
});

test('a base64 secret is decoded', async (t) => {
  const { received, origin } = await listen(t, answerWith(200));
  const key = Buffer.from(secret);
  await createWebhookNotice({ url: origin, secret: `whsec_${key.toString('base64')}` }).send(notice);
  const [{ headers, body } = {} as Received] = received;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest('base64');
  assert.equal(headers['webhook-signature'], `v1,${expected}`);
});

test('a busy or failing server is retried, a refusal is final', async (t) => {
  for (const status of [408, 429, 500, 503]) {
    const { origin } = await listen(t, answerWith(status));
    const sent = await createWebhookNotice({ url: origin, secret }).send(notice);
    assert.deepEqual(sent, { result: 'unsent', reason: `webhook/http-${status}`, retryAfterMs: undefined });
  }
  for (const status of [400, 401, 404, 410]) {
    const { origin } = await listen(t, answerWith(status));
    const sent = await createWebhookNotice({ url: origin, secret }).send(notice);
    assert.equal(sent.result === 'refused' && sent.code, `http-${status}`);
  }
});

test('a redirect is not followed and counts as refused', async (t) => {
  const elsewhere = await listen(t, answerWith(200));
  const { origin } = await listen(t, (response) =>
    response.writeHead(307, { location: `${elsewhere.origin}/` }).end(),
  );
  const sent = await createWebhookNotice({ url: origin, secret }).send(notice);
  assert.equal(sent.result === 'refused' && sent.code, 'http-307');
  assert.deepEqual(elsewhere.received, []);
});

test('a server that does not answer in time or at all is retried', async (t) => {
  const { origin } = await listen(t, () => undefined);
  const late = await createWebhookNotice({ url: origin, secret, timeoutMs: 50 }).send(notice);
  assert.deepEqual(late, { result: 'unsent', reason: 'webhook/TimeoutError' });
  const { origin: reset } = await listen(t, (response) => response.destroy());
  const broken = await createWebhookNotice({ url: reset, secret }).send(notice);
  assert.match(broken.result === 'unsent' ? broken.reason : '', /^webhook\/(?:UND_ERR_SOCKET|ECONNRESET)$/);
});
