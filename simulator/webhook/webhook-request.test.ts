import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import twilio from 'twilio';
import { sign } from './webhook-request.ts';

test('sign returns the published signature for the published example', () => {
  const form = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  assert.equal(sign({ authToken: '12345', url, form }), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

test('the official SDK accepts the signature of any fields and rejects any other', () => {
  const field = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');
  fc.assert(
    fc.property(fc.dictionary(field, field), fc.webUrl({ withQueryParameters: true }), (form, url) => {
      const signature = sign({ authToken: 'token', url, form });
      assert.ok(twilio.validateRequest('token', signature, url, form));
      assert.ok(!twilio.validateRequest('other', signature, url, form));
    }),
    { numRuns: 30 },
  );
});
