import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { createSignatureRefusal } from './signature.ts';

const authToken = 'the token that only the carrier knows';
const refuse = createSignatureRefusal({ authTokens: ['an older token', authToken] });

/** Returns an inbound SMS webhook, signed for `baseUrl`. */
function sentTo(baseUrl: string, headers: Record<string, string>, body = { From: '+12015550145' }) {
  const signature = getExpectedTwilioSignature(authToken, `${baseUrl}/twilio/sms/inbound`, body);
  return {
    method: 'POST',
    path: '/twilio/sms/inbound',
    headers: { 'x-twilio-signature': signature, ...headers },
    body: new URLSearchParams(body).toString(),
  };
}

const refusal = { ok: false, reason: 'bad-signature' };

test('a webhook signed for the host it came to is refused with that URL', () => {
  const named = (signedFor: string) => ({ ...refusal, signedFor });
  const old = 'https://old.example.com';
  assert.deepEqual(refuse(sentTo(old, { host: 'old.example.com' })), named(old));
  const behindProxy = { host: '127.0.0.1:8501', 'x-forwarded-host': 'old.example.com' };
  assert.deepEqual(refuse(sentTo(old, behindProxy)), named(old));
  const bare = 'http://calls.example.com:8501';
  assert.deepEqual(refuse(sentTo(bare, { host: 'calls.example.com:8501' })), named(bare));
});

test('a forged signature is refused without a URL, for any host', () => {
  const forged = { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' };
  for (const host of ['old.example.com', 'evil.example/path', 'user@evil.example', ''])
    assert.deepEqual(refuse(sentTo('https://old.example.com', { host, ...forged })), refusal);
  assert.deepEqual(refuse(sentTo('https://old.example.com', {})), refusal);
});

test('a body over the size limit is refused without a URL', () => {
  const long = { From: '+12015550145', Body: 'x'.repeat(20_000) };
  assert.deepEqual(refuse(sentTo('https://old.example.com', { host: 'old.example.com' }, long)), refusal);
});
