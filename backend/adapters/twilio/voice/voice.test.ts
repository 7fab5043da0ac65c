import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecordingLog } from '../../../../test/support/fakes/recording-log.ts';
import { createTwilioClient } from '../client/client.ts';
import { createManualClock } from '../test-support/manual-clock.ts';
import { accountSid, authToken } from '../test-support/scripted-api.ts';
import { publicBaseUrl, signedRequest } from '../test-support/sign.ts';
import { createTwilioVoice } from './voice.ts';

const clock = createManualClock();
const apiBaseUrl = 'http://127.0.0.1:1';
const client = createTwilioClient({ accountSid, authToken, apiBaseUrl, clock });

function createVoice() {
  const { log, lines } = createRecordingLog();
  return { voice: createTwilioVoice({ client, clock, publicBaseUrl, authTokens: [authToken], log }), lines };
}

function parse(action: string, fields: Record<string, string>, headers = {}) {
  return createVoice().voice.parse(signedRequest(`/twilio/voice/${action}`, fields, headers));
}

const business = { CallSid: 'CA1', From: '+12015550100', To: '+12015550123', Novelty: 'ignored' };
const repeatable = { 'i-twilio-idempotency-token': 'idem-1' };
const unknown = { ok: false, reason: 'unknown-webhook' };

test('the first webhook of an answered call is read as prompt', () => {
  assert.deepEqual(parse('tok/prompt', business, repeatable), {
    ok: true,
    webhook: { kind: 'prompt', token: 'tok', sid: 'CA1', requestToken: 'idem-1' },
  });
});

test('a webhook without an idempotency token has an empty request token', () => {
  const parsed = parse('tok/prompt', business);
  assert.ok(parsed.ok && parsed.webhook.kind === 'prompt');
  assert.equal(parsed.webhook.requestToken, '');
});

test('a keys webhook returns the digit, or an empty string for silence', () => {
  const readDigits = (fields: Record<string, string>) => {
    const parsed = parse('tok/keys', { ...business, ...fields }, repeatable);
    assert.ok(parsed.ok && parsed.webhook.kind === 'keys');
    return parsed.webhook.digits;
  };
  assert.equal(readDigits({ Digits: '1' }), '1');
  assert.equal(readDigits({ Digits: '' }), '');
  assert.equal(readDigits({}), '');
});

test('a business leg report has its status and, at the end, its duration', () => {
  assert.deepEqual(parse('tok/status', { ...business, CallStatus: 'completed', CallDuration: '42' }), {
    ok: true,
    webhook: {
      kind: 'leg',
      token: 'tok',
      leg: 'business',
      report: { sid: 'CA1', status: 'completed', talkSeconds: 42 },
      parentSid: undefined,
    },
  });
});

test('a visitor leg report names its parent call', () => {
  const fields = { CallSid: 'CA2', ParentCallSid: 'CA1', CallStatus: 'in-progress' };
  assert.deepEqual(parse('tok/visitor-status', fields), {
    ok: true,
    webhook: {
      kind: 'leg',
      token: 'tok',
      leg: 'visitor',
      report: { sid: 'CA2', status: 'in-progress', talkSeconds: undefined },
      parentSid: 'CA1',
    },
  });
});

test('a leg report has the time of its status, unless that is unreadable', () => {
  const read = (CallStatus: string, Timestamp: string) => {
    const parsed = parse('tok/visitor-status', { CallSid: 'CA2', CallStatus, Timestamp });
    assert.ok(parsed.ok && parsed.webhook.kind === 'leg');
    return parsed.webhook.report.times;
  };
  const at = Date.UTC(2026, 0, 5, 14, 59, 3);
  const timestamp = 'Mon, 05 Jan 2026 14:59:03 +0000';
  assert.deepEqual(read('initiated', timestamp), { dialledAt: at });
  assert.deepEqual(read('ringing', timestamp), { rangAt: at });
  assert.deepEqual(read('in-progress', timestamp), { answeredAt: at });
  assert.deepEqual(read('completed', timestamp), { endedAt: at });
  assert.deepEqual(read('queued', timestamp), undefined);
  assert.deepEqual(read('ringing', 'soon'), undefined);
});

test('a finished dial says whether the business is still on the line', () => {
  const read = (fields: Record<string, string>) => {
    const parsed = parse('tok/dial-finished', { ...business, DialCallStatus: 'completed', ...fields });
    assert.ok(parsed.ok && parsed.webhook.kind === 'dial-finished');
    return parsed.webhook.businessOnLine;
  };
  assert.equal(read({ CallStatus: 'in-progress' }), true);
  assert.equal(read({ CallStatus: 'completed' }), false);
  assert.equal(read({}), undefined);
});

test('webhooks of the visitor’s leg name both legs, the key and whether it is the last', () => {
  const leg = { CallSid: 'CA2', ParentCallSid: 'CA1' };
  const about = { token: 'tok', sid: 'CA2', parentSid: 'CA1' };
  const webhooks = [
    parse('tok/visitor-prompt', leg),
    parse('tok/visitor-keys', { ...leg, Digits: '5' }),
    parse('tok/visitor-last-keys', { ...leg, Digits: '1' }),
    parse('tok/visitor-keys', leg),
  ].map((parsed) => parsed.ok && parsed.webhook);
  assert.deepEqual(webhooks, [
    { kind: 'visitor-prompt', ...about },
    { kind: 'visitor-keys', ...about, digits: '5', isLast: false },
    { kind: 'visitor-keys', ...about, digits: '1', isLast: true },
    { kind: 'visitor-keys', ...about, digits: '', isLast: false },
  ]);
  assert.deepEqual(parse('tok/visitor-prompt', {}), unknown);
  assert.deepEqual(parse('tok/visitor-keys', { Digits: '1' }), unknown);
});

const dialled: { what: string; fields: Record<string, string>; visitor: unknown; bridged: unknown }[] = [
  {
    what: 'with a conversation',
    fields: { DialCallStatus: 'completed', DialCallSid: 'CA2', DialCallDuration: '30', DialBridged: 'true' },
    visitor: { sid: 'CA2', status: 'completed', talkSeconds: 30 },
    bridged: true,
  },
  {
    what: 'answered but never bridged',
    fields: { DialCallStatus: 'completed', DialCallSid: 'CA2', DialCallDuration: '3', DialBridged: 'false' },
    visitor: { sid: 'CA2', status: 'completed', talkSeconds: 3 },
    bridged: false,
  },
  {
    what: 'with the status answered',
    fields: { DialCallStatus: 'answered', DialCallSid: 'CA2' },
    visitor: { sid: 'CA2', status: 'completed', talkSeconds: undefined },
    bridged: undefined,
  },
  {
    what: 'busy, with a duration that is not a number',
    fields: { DialCallStatus: 'busy', DialCallSid: 'CA2', DialCallDuration: 'x' },
    visitor: { sid: 'CA2', status: 'busy', talkSeconds: undefined },
    bridged: undefined,
  },
  {
    what: 'without a leg',
    fields: { DialCallStatus: 'failed', DialBridged: 'false' },
    visitor: { sid: undefined, status: 'failed', talkSeconds: undefined },
    bridged: false,
  },
];

for (const { what, fields, visitor, bridged } of dialled) {
  test(`a finished dial is read: ${what}`, () => {
    assert.deepEqual(parse('tok/dial-finished', { ...business, ...fields }), {
      ok: true,
      webhook: {
        kind: 'dial-finished',
        token: 'tok',
        sid: 'CA1',
        visitor,
        bridged,
        businessOnLine: undefined,
        error: undefined,
      },
    });
  });
}

test('the error code of a refused dial is read with its class and fix', () => {
  const fields = { ...business, DialCallStatus: 'failed', ErrorCode: '13227' };
  const parsed = parse('tok/dial-finished', fields);
  assert.ok(parsed.ok && parsed.webhook.kind === 'dial-finished');
  assert.deepEqual([parsed.webhook.error?.class, parsed.webhook.error?.code], ['not-permitted', '13227']);
});

test('a fallback is read with its call, the failed webhook and the fix', () => {
  for (const code of ['11200', '11205', '12100']) {
    const errorUrl = `${publicBaseUrl}/twilio/voice/tok/prompt`;
    const parsed = parse('tok/fallback', { ...business, ErrorCode: code, ErrorUrl: errorUrl });
    assert.ok(parsed.ok && parsed.webhook.kind === 'fallback');
    const { error, ...read } = parsed.webhook;
    assert.deepEqual(read, { kind: 'fallback', token: 'tok', sid: 'CA1', failedAt: 'prompt' });
    assert.equal(error.code, code);
    assert.match(error.advice, /PUBLIC_BASE_URL/);
  }
});

test('an inbound call is read, with an empty number when it is withheld', () => {
  assert.deepEqual(parse('inbound', business), {
    ok: true,
    webhook: { kind: 'inbound-call', sid: 'CA1', from: '+12015550100', to: '+12015550123' },
  });
  assert.deepEqual(parse('inbound', { CallSid: 'CA1', To: '+12015550100' }), {
    ok: true,
    webhook: { kind: 'inbound-call', sid: 'CA1', from: '', to: '+12015550100' },
  });
});

test('a query does not change the webhook but is part of the signature', () => {
  const { voice } = createVoice();
  const request = signedRequest('/twilio/voice/tok/prompt?again=1', business);
  assert.equal(voice.parse(request).ok, true);
  const moved = { ...request, path: '/twilio/voice/tok/prompt?again=2' };
  assert.deepEqual(voice.parse(moved), { ok: false, reason: 'bad-signature' });
});

// rule: webhook-address
test('a signature is valid for one attempt and one action only', () => {
  const { voice } = createVoice();
  const request = signedRequest('/twilio/voice/tok/keys', { ...business, Digits: '1' });
  for (const path of ['/twilio/voice/other/keys', '/twilio/voice/tok/prompt']) {
    assert.deepEqual(voice.parse({ ...request, path }), { ok: false, reason: 'bad-signature' });
  }
});

test('a signed request with missing fields or an unknown path is unknown-webhook', () => {
  assert.deepEqual(parse('tok/prompt', {}), unknown);
  assert.deepEqual(parse('tok/keys', { Digits: '1' }), unknown);
  assert.deepEqual(parse('tok/status', business), unknown);
  assert.deepEqual(parse('tok/status', { ...business, CallStatus: 'levitating' }), unknown);
  assert.deepEqual(parse('tok/visitor-status', { CallStatus: 'ringing' }), unknown);
  assert.deepEqual(parse('tok/dial-finished', {}), unknown);
  assert.deepEqual(parse('inbound', { CallSid: 'CA1' }), unknown);
  assert.deepEqual(parse('inbound', { To: '+12015550100' }), unknown);
  assert.deepEqual(parse('tok/else', business), unknown);
  assert.deepEqual(parse('tok/prompt/', business), unknown);
  assert.deepEqual(parse('t%6Fk/prompt', business), unknown);
  assert.deepEqual(parse('toString/constructor', business), unknown);
});
