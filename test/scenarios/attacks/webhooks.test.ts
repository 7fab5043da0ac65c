import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRows } from '../../support/engine/read-rows.ts';
import { callUnderWay, openSignedSetup, post, signed } from '../../support/http/signed-webhooks.ts';
import { assertProblem, newCallback, readState } from '../../support/http/visitor-requests.ts';

const ann = { name: 'Ann', phone: '+12015550145' };
const bob = { name: 'Bob', phone: '+12015550146' };

function answered(CallSid: string) {
  return { CallSid, CallStatus: 'in-progress' };
}

test('a signature for one attempt is invalid for another', async (t) => {
  const setup = await openSignedSetup(t);
  const anns = await callUnderWay(setup, ann, 'CA1');
  const captured = signed(`/twilio/voice/${anns.token}/status`, { CallSid: 'CA1', CallStatus: 'completed' });
  const { request_id } = await newCallback(setup, bob);
  const elsewhere = [
    `/twilio/voice/${anns.token}/keys`,
    `/twilio/voice/${anns.token}/status?x=1`,
    `/twilio/voice/${request_id}/status`,
    '/twilio/voice/inbound',
  ];
  for (const path of elsewhere) assertProblem(await post(setup, { ...captured, path }), 'bad-signature', 403);
});

test('a webhook with a changed, missing or added part is rejected', async (t) => {
  const setup = await openSignedSetup(t);
  const { token, callbackId } = await callUnderWay(setup, ann, 'CA1');
  const captured = signed(`/twilio/voice/${token}/keys`, { ...answered('CA1'), Digits: '2' });
  const { 'x-twilio-signature': signature = '' } = captured.headers;
  const forgeries = [
    { ...captured, fields: { ...captured.fields, Digits: '1' } },
    { ...captured, fields: answered('CA1') },
    { ...captured, fields: { ...captured.fields, More: '1' } },
    { ...captured, headers: {} },
    { ...captured, headers: { 'x-twilio-signature': '' } },
    { ...captured, headers: { 'x-twilio-signature': withAnotherEnd(signature) } },
    { ...captured, headers: { 'x-twilio-signature': `${signature}, ${signature}` } },
  ];
  for (const forged of forgeries) assertProblem(await post(setup, forged), 'bad-signature', 403);
  const state = readState(await setup.app.inject(`/api/v1/callbacks/${callbackId}`));
  assert.equal(state.status, 'calling');
});

/** 20 bytes in base64 end in one character of four bits, which may be an `A` already. */
function withAnotherEnd(signature: string): string {
  return `${signature.slice(0, -2)}${signature.at(-2) === 'A' ? 'E' : 'A'}=`;
}

test('the Host header does not help a signature made for another host', async (t) => {
  const setup = await openSignedSetup(t);
  const { token } = await callUnderWay(setup, ann, 'CA1');
  const path = `/twilio/voice/${token}/keys`;
  const captured = signed(path, answered('CA1'));
  const forged = { ...captured.headers, host: 'evil.example', 'x-forwarded-host': 'evil.example' };
  assert.equal((await post(setup, { ...captured, headers: forged })).statusCode, 200);
  const other = { ...captured.headers, 'x-twilio-signature': 'c2lnbmVkIGZvciBldmlsLmV4YW1wbGU=' };
  for (const host of ['evil.example', 'calls.example.com'])
    assertProblem(
      await post(setup, { ...captured, headers: { ...other, host, 'x-forwarded-host': host } }),
      'bad-signature',
      403,
    );
});

test('a repeated key press gets the same answer, a replayed one another', async (t) => {
  const setup = await openSignedSetup(t);
  const { token } = await callUnderWay(setup, ann, 'CA1');
  const path = `/twilio/voice/${token}/keys`;
  const pressed = { ...answered('CA1'), Digits: '1' };
  const first = await post(setup, signed(path, pressed, 'first'));
  assert.match(first.body, /<Dial[^>]*>.*\+12015550145/);
  assert.equal((await post(setup, signed(path, pressed, 'first'))).body, first.body);
  const replay = await post(setup, signed(path, pressed, 'replayed'));
  assert.doesNotMatch(replay.body, /<Dial/);
});

test('a captured webhook of an ended call changes nothing', async (t) => {
  const setup = await openSignedSetup(t);
  const { token, callbackId } = await callUnderWay(setup, ann, 'CA1');
  const status = (CallStatus: string) =>
    signed(`/twilio/voice/${token}/status`, { CallSid: 'CA1', CallStatus });
  const keys = (Digits: string) => signed(`/twilio/voice/${token}/keys`, { ...answered('CA1'), Digits });
  await post(setup, keys('2'));
  await post(setup, status('completed'));
  await setup.clock.advance(86_400_000);
  const before = readRows(setup.path, 'select * from callbacks where request_id = ?', callbackId);
  const attempt = readRows(setup.path, 'select phase, outcome, closed_at from attempts');
  assert.equal(before[0]?.request_status, 'failed');
  for (const capture of [status('ringing'), status('in-progress'), keys('1'), keys('2')])
    assert.doesNotMatch((await post(setup, capture)).body, /<Dial|<Gather/);
  const after = readRows(setup.path, 'select * from callbacks where request_id = ?', callbackId);
  assert.deepEqual(
    [after[0]?.request_status, after[0]?.outcome, after[0]?.ended_at],
    [before[0]?.request_status, before[0]?.outcome, before[0]?.ended_at],
  );
  assert.deepEqual(readRows(setup.path, 'select phase, outcome, closed_at from attempts'), attempt);
});

test('a delivery report for one text message changes no other', async (t) => {
  const setup = await openSignedSetup(t);
  const texts = [];
  for (const visitor of [ann, bob]) {
    const { request_id } = await newCallback(setup, visitor);
    texts.push(await setup.store.loadMessageFor(request_id, 'send-code/1'));
  }
  const [anns, bobs] = texts.map((text) => `/twilio/messages/${text?.messageId}/status`);
  const report = signed(anns ?? '', { MessageSid: 'SM1', MessageStatus: 'undelivered' });
  assertProblem(await post(setup, { ...report, path: bobs ?? '' }), 'bad-signature', 403);
  assert.equal((await post(setup, report)).statusCode, 200);
  const statuses = texts.map(
    (text) =>
      readRows(setup.path, 'select status from messages where message_id = ?', text?.messageId ?? '')[0]
        ?.status,
  );
  assert.deepEqual(statuses, ['undelivered', 'due']);
});
