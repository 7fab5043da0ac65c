import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createRecordingLog } from '../../../test/support/fakes/recording-log.ts';
import type { MessageWebhook } from '../../ports/carrier/message-carrier.ts';
import { createTwilioMessages } from './messages.ts';
import { apiError, authToken, json, type Respond, scriptedApi } from './test-support/scripted-api.ts';
import { publicBaseUrl, signedRequest } from './test-support/sign.ts';

async function createMessages(t: TestContext, respond: Respond = () => {}) {
  const { client, requests, clock } = await scriptedApi(t, respond);
  const { log, lines } = createRecordingLog();
  const messages = createTwilioMessages({ client, publicBaseUrl, authTokens: [authToken], log });
  return { messages, requests, clock, lines };
}

const text = { messageId: 'm-1', to: '+12015550150', from: '+12015550100', body: 'Your code is 123456' };

test('an SMS is sent with its status callback URL', async (t) => {
  const { messages, requests } = await createMessages(t, (_, response) =>
    json(response, 201, { sid: 'SM1', status: 'queued' }),
  );
  assert.deepEqual(await messages.send(text), { result: 'accepted', sid: 'SM1' });
  assert.deepEqual(Object.fromEntries(requests[0]?.form ?? []), {
    To: '+12015550150',
    From: '+12015550100',
    Body: 'Your code is 123456',
    StatusCallback: 'https://callback.example/twilio/messages/m-1/status#rc=2&rp=ct,rt,5xx',
  });
});

test('sending to a number that opted out is refused', async (t) => {
  const { messages } = await createMessages(t, (_, response) => apiError(response, 400, 21610));
  const sent = await messages.send(text);
  assert.ok(sent.result === 'refused');
  assert.equal(sent.refusal.class, 'opted-out');
});

const retryable: { what: string; result: 'unsent' | 'unknown'; reason: string; respond: Respond }[] = [
  {
    what: 'too many requests',
    result: 'unsent',
    reason: '20429',
    respond: (_, response) => apiError(response, 429, 20429),
  },
  {
    what: 'a full queue',
    result: 'unsent',
    reason: '21611',
    respond: (_, response) => apiError(response, 400, 21611),
  },
  {
    what: 'a server error',
    result: 'unknown',
    reason: 'http-500',
    respond: (_, response) => apiError(response, 500, 20500),
  },
  {
    what: 'a connection reset',
    result: 'unknown',
    reason: 'ECONNRESET',
    respond: (_, response) => response.destroy(),
  },
];

for (const { what, result, reason, respond } of retryable) {
  test(`after ${what} the result is ${result}`, async (t) => {
    const { messages } = await createMessages(t, respond);
    assert.deepEqual(await messages.send(text), { result, reason });
  });
}

for (const status of [403, 404, 405, 501]) {
  test(`a carrier that answers ${status} to the question for messages has no list`, async (t) => {
    const { messages } = await createMessages(t, (_, response) => apiError(response, status, 20000));
    assert.equal(await messages.find(text.to, text.from), undefined);
  });
}

test('after a timeout the result is unknown', async (t) => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const { messages, clock } = await createMessages(t, () => resolve());
  const sending = messages.send(text);
  await arrived;
  clock.advance(10_000);
  assert.deepEqual(await sending, { result: 'unknown', reason: 'ETIMEDOUT' });
});

test('every Twilio message status maps to a port status', async (t) => {
  const { messages } = await createMessages(t);
  const statusOf = (status: string) => {
    const parsed = messages.parse(
      signedRequest('/twilio/messages/m-1/status', { MessageSid: 'SM1', MessageStatus: status }),
    );
    return parsed.ok && parsed.webhook.kind === 'status' ? parsed.webhook.status : undefined;
  };
  const known = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'delivered', 'read'];
  assert.deepEqual(known.map(statusOf), [
    ...['queued', 'queued', 'queued', 'queued'],
    ...['sent', 'delivered', 'delivered'],
  ]);
  assert.deepEqual(['undelivered', 'failed', 'canceled', 'levitating'].map(statusOf), [
    ...['undelivered', 'failed', 'failed', undefined],
  ]);
});

test('an undelivered SMS has its error code, and its log line has a fix', async (t) => {
  const { messages, lines } = await createMessages(t);
  const fields = { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30034' };
  const parsed = messages.parse(signedRequest('/twilio/messages/m-1/status', fields));
  assert.ok(parsed.ok && parsed.webhook.kind === 'status');
  const { error, ...report } = parsed.webhook;
  const known = { messageId: 'm-1', sid: 'SM1', status: 'undelivered', errorCode: '30034' };
  assert.deepEqual(report, { kind: 'status', ...known });
  assert.equal(error?.class, 'not-permitted');
  assert.equal(lines.length, 1);
  assert.match(String(lines[0]?.fields.fix), /10DLC/);
});

test('an inbound SMS is read with its opt-out or opt-in', async (t) => {
  const { messages } = await createMessages(t);
  const read = (fields: Record<string, string>): MessageWebhook => {
    const inbound = { From: '+12015550150', To: '+12015550100', ...fields };
    const parsed = messages.parse(signedRequest('/twilio/sms/inbound', inbound));
    assert.ok(parsed.ok);
    return parsed.webhook;
  };
  assert.deepEqual(read({ Body: 'Hello' }), {
    kind: 'inbound',
    from: '+12015550150',
    to: '+12015550100',
    body: 'Hello',
    optOut: undefined,
  });
  const optOut = (fields: Record<string, string>) => {
    const webhook = read(fields);
    return webhook.kind === 'inbound' ? webhook.optOut : undefined;
  };
  const stops = ['STOP', 'stopall', 'Unsubscribe', 'END', 'quit', ' CANCEL ', 'revoke', 'OptOut'];
  for (const Body of stops) assert.equal(optOut({ Body }), 'stop', Body);
  for (const Body of ['START', 'unstop', 'Yes\n']) assert.equal(optOut({ Body }), 'start', Body);
  for (const Body of ['when do you stop', 'HELP', '']) assert.equal(optOut({ Body }), undefined, Body);
  assert.equal(optOut({ Body: 'Arrêt', OptOutType: 'STOP' }), 'stop');
  assert.equal(optOut({ Body: 'Oui', OptOutType: 'START' }), 'start');
  assert.equal(optOut({ Body: 'STOP', OptOutType: 'HELP' }), undefined);
});

test('forged requests are bad-signature, incomplete ones unknown-webhook', async (t) => {
  const { messages } = await createMessages(t);
  const genuine = signedRequest('/twilio/sms/inbound', { From: '+12015550150', To: '+12015550100' });
  assert.deepEqual(messages.parse({ ...genuine, body: `${genuine.body}&Body=STOP` }), {
    ok: false,
    reason: 'bad-signature',
  });
  const unknown = { ok: false, reason: 'unknown-webhook' };
  assert.deepEqual(messages.parse(signedRequest('/twilio/sms/inbound', { Body: 'STOP' })), unknown);
  assert.deepEqual(messages.parse(signedRequest('/twilio/messages/m-1/status', {})), unknown);
  assert.deepEqual(messages.parse(signedRequest('/twilio/messages/status', {})), unknown);
});

test('the empty reply to an inbound SMS has no message', async (t) => {
  const { messages } = await createMessages(t);
  const { contentType, body } = messages.renderNothing();
  assert.equal(contentType, 'text/xml; charset=utf-8');
  assert.match(body, /<Response\/>$/);
});
