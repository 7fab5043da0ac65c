import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { createRecordingLog } from '../../test/support/fakes/recording-log.ts';
import { type HttpSetup, openHttpSetup } from '../../test/support/http/http-setup.ts';
import { assertProblem, newCallback, readState } from '../../test/support/http/visitor-requests.ts';
import { createClock } from '../adapters/system/clock.ts';
import { createTwilioClient } from '../adapters/twilio/client/client.ts';
import { createTwilioMessages } from '../adapters/twilio/messages.ts';
import { createTwilioVoice } from '../adapters/twilio/voice/voice.ts';
import { hasOptedOut } from '../usecases/opt-outs.ts';

const publicBaseUrl = 'https://calls.example.com';
const authToken = 'a token for tests';
const { log } = createRecordingLog();
const client = createTwilioClient({
  accountSid: `AC${'0'.repeat(32)}`,
  authToken,
  apiBaseUrl: 'http://127.0.0.1:1',
  clock: createClock(),
});
const twilio = {
  voice: createTwilioVoice({ client, clock: createClock(), publicBaseUrl, authTokens: [authToken], log }),
  messages: createTwilioMessages({ client, publicBaseUrl, authTokens: [authToken], log }),
};

/** Posts a webhook as Twilio signs it, unless another signature is given. */
function deliver(setup: HttpSetup, url: string, fields: Record<string, string>, signature?: string) {
  const right = getExpectedTwilioSignature(authToken, `${publicBaseUrl}${url}`, fields);
  return setup.app.inject({
    method: 'POST',
    url,
    headers: {
      host: 'inner.local:8501',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': signature ?? right,
    },
    payload: new URLSearchParams(fields).toString(),
  });
}

const inbound = { CallSid: 'CA1', From: '+12015550145', To: '+12015550100', CallStatus: 'ringing' };

test("a signed voice webhook is answered in the carrier's format", async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const answer = await deliver(setup, '/twilio/voice/inbound?a=%20b', inbound);
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-type']), /^text\/xml/);
  assert.match(answer.body, /<Say[^>]*>[^<]*Riverside Bakery/);
});

test('a STOP message opts its sender out', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const fields = { MessageSid: 'SM1', From: '+12015550145', To: '+12015550100', Body: 'Stop' };
  assert.equal((await deliver(setup, '/twilio/sms/inbound', fields)).statusCode, 200);
  assert.equal(await hasOptedOut(setup, '+12015550145'), true);
});

test('a delivery report is applied to the message that its address names', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const { request_id: id } = await newCallback(setup);
  const message = await setup.store.loadMessageFor(id, 'send-code/1');
  const url = `/twilio/messages/${message?.messageId}/status`;
  await deliver(setup, url, { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003' });
  const state = readState(await setup.app.inject(`/api/v1/callbacks/${id}`));
  assert.equal(state.code?.delivery, 'failed');
});

for (const code of ['30007', '30034', '30032', '21612', '21408', '30002']) {
  test(`after ${code} the visitor need not check the number, and no code is counted`, async (t) => {
    const setup = await openHttpSetup(t, { deps: twilio });
    const { request_id: id, phone } = await newCallback(setup);
    const message = await setup.store.loadMessageFor(id, 'send-code/1');
    const url = `/twilio/messages/${message?.messageId}/status`;
    const number = phone.replaceAll(' ', '');
    assert.equal((await setup.store.codesTo(number, { kind: 'sent' }, 0)).length, 1);
    await deliver(setup, url, { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: code });
    const state = readState(await setup.app.inject(`/api/v1/callbacks/${id}`));
    assert.equal(state.code?.delivery, 'blocked');
    assert.doesNotMatch(state.message, /check/i);
    assert.deepEqual(await setup.store.codesTo(number, { kind: 'sent' }, 0), []);
  });
}

test('a wrong signature is refused and changes nothing', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const fields = { MessageSid: 'SM1', From: '+12015550145', To: '+12015550100', Body: 'STOP' };
  assertProblem(await deliver(setup, '/twilio/sms/inbound', fields, 'forged'), 'bad-signature', 403);
  assertProblem(await deliver(setup, '/twilio/voice/inbound', inbound, ''), 'bad-signature', 403);
  assert.equal(await hasOptedOut(setup, '+12015550145'), false);
  assert.ok(setup.log.some(({ level, message }) => level === 'warn' && message.includes('signature')));
});

test('a webhook signed for another address is refused, and the fix is logged once', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const elsewhere = getExpectedTwilioSignature(
    authToken,
    'https://inner.local:8501/twilio/voice/inbound',
    inbound,
  );
  for (let times = 0; times < 2; times += 1)
    assertProblem(await deliver(setup, '/twilio/voice/inbound', inbound, elsewhere), 'bad-signature', 403);
  const said = setup.log.filter(({ level }) => level === 'error');
  assert.equal(said.length, 1);
  assert.match(String(said[0]?.fields.fix), /PUBLIC_BASE_URL=https:\/\/inner\.local:8501,/);
  const ready = await setup.app.inject('/health/ready');
  assert.ok(ready.json().warnings.includes('webhooks-name-another-address'));
  assert.ok(!ready.body.includes('inner.local'));
});

test('an unknown webhook address is not found', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  assertProblem(await deliver(setup, '/twilio/voice/token/unheard-of', inbound), 'not-found', 404);
  assertProblem(await deliver(setup, '/twilio/elsewhere', inbound), 'not-found', 404);
  const get = await setup.app.inject('/twilio/voice/inbound');
  assertProblem(get, 'method-not-allowed', 405);
  assert.equal(get.headers.allow, 'POST, OPTIONS');
});

test('a body that is not a webhook is refused, for any type and size', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const post = (type: string, payload: string) =>
    setup.app.inject({
      method: 'POST',
      url: '/twilio/voice/inbound',
      headers: { 'content-type': type },
      payload,
    });
  assertProblem(await post('application/json', '{"__proto__":1'), 'bad-signature', 403);
  assertProblem(await post('image/png', '\u0000'), 'bad-signature', 403);
  assertProblem(await post('text/plain', 'x'.repeat(70_000)), 'body-too-large', 413);
});

test('a webhook gets 503 when the database cannot be written', async (t) => {
  const setup = await openHttpSetup(t, { deps: twilio });
  const { request_id: id } = await newCallback(setup);
  const message = await setup.store.loadMessageFor(id, 'send-code/1');
  const acceptAgain = await setup.database.refuseChanges();
  const fields = { MessageSid: 'SM1', MessageStatus: 'sent' };
  const answer = await deliver(setup, `/twilio/messages/${message?.messageId}/status`, fields);
  await acceptAgain();
  assertProblem(answer, 'temporarily-unavailable', 503);
});
