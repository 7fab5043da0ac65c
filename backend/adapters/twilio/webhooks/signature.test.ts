import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { RawRequest } from '../../../ports/carrier/webhook.ts';
import { createSignatureCheck, readField } from './signature.ts';

const publicBaseUrl = 'https://mycompany.com';
const fields = { CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234' };
const published = { ...fields, From: '+14158675309', To: '+18005551212' };

/** https://www.twilio.com/docs/usage/webhooks/webhooks-security */
const publishedRequest: RawRequest = {
  method: 'POST',
  path: '/myapp.php?foo=1&bar=2',
  headers: { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  body: new URLSearchParams(published).toString(),
};

const check = createSignatureCheck({ publicBaseUrl, authTokens: ['12345'] });

test("Twilio's published example is accepted", () => {
  assert.deepEqual(
    { ...check(publishedRequest), form: { ...check(publishedRequest)?.form } },
    { path: '/myapp.php', form: published },
  );
});

test('one changed character anywhere is refused', () => {
  const forgeries: Partial<RawRequest>[] = [
    { path: '/myapp.php?foo=1&bar=3' },
    { path: '/myapp.php' },
    { body: publishedRequest.body.replace('1234', '1235') },
    { body: `${publishedRequest.body}&Extra=1` },
    { body: '' },
    { headers: { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B9=' } },
    { headers: { 'x-twilio-signature': '' } },
    { headers: { 'x-twilio-signature': ['RSOYDt4T1cUTdK1PDd93/VVr8B8='] } },
    { headers: {} },
    { method: 'GET' },
  ];
  for (const forgery of forgeries) {
    assert.equal(check({ ...publishedRequest, ...forgery }), undefined, JSON.stringify(forgery));
  }
});

test('the host headers of a request do not count', () => {
  const headers = { ...publishedRequest.headers, host: 'mycompany.com', 'x-forwarded-host': 'mycompany.com' };
  const elsewhere = createSignatureCheck({ publicBaseUrl: 'https://other.example', authTokens: ['12345'] });
  assert.equal(elsewhere({ ...publishedRequest, headers }), undefined);
});

test('either auth token is accepted during a rotation, an empty one never', () => {
  const accepted = (authTokens: string[]) =>
    createSignatureCheck({ publicBaseUrl: `${publicBaseUrl}/`, authTokens })(publishedRequest) !== undefined;
  assert.equal(accepted(['new', '12345']), true);
  assert.equal(accepted(['12345', 'new']), true);
  assert.equal(accepted(['new']), false);
  assert.equal(accepted([]), false);
  const signature = getExpectedTwilioSignature('', `${publicBaseUrl}${publishedRequest.path}`, published);
  const headers = { 'x-twilio-signature': signature };
  const empty = createSignatureCheck({ publicBaseUrl, authTokens: [''] });
  assert.equal(empty({ ...publishedRequest, headers }), undefined);
});

test('a form with more than 500 fields is refused', () => {
  const withFields = (count: number) => {
    const form = Object.fromEntries(Array.from({ length: count }, (_, at) => [`Field${at}`, '1']));
    const signature = getExpectedTwilioSignature('12345', `${publicBaseUrl}/a`, form);
    const headers = { 'x-twilio-signature': signature };
    return check({ method: 'POST', path: '/a', headers, body: new URLSearchParams(form).toString() });
  };
  assert.equal(Object.keys(withFields(500)?.form ?? {}).length, 500);
  assert.equal(withFields(501), undefined);
});

test('a URL that cannot be parsed is refused, not thrown', () => {
  const broken = createSignatureCheck({ publicBaseUrl: 'https://[', authTokens: ['12345'] });
  assert.equal(broken(publishedRequest), undefined);
  assert.equal(check({ ...publishedRequest, path: 'mycompany.com' }), undefined);
});

test('a JSON body is checked by its hash', () => {
  const body = '{"property": "value", "boolean": true}';
  const path = `/events?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  assert.match(path, /=0a1ff763.*6620$/);
  const signature = getExpectedTwilioSignature('12345', `${publicBaseUrl}${path}`, {});
  const request = { method: 'POST', path, headers: { 'x-twilio-signature': signature }, body };
  assert.deepEqual({ ...check(request)?.form }, { property: 'value', boolean: 'true' });
  assert.equal(check({ ...request, body: body.replace('true', 'false') }), undefined);
  assert.equal(check({ ...request, body: 'no JSON' }), undefined);
});

test("the SDK's example of a signed JSON body is accepted", () => {
  const hash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
  const request: RawRequest = {
    method: 'POST',
    path: `/myapp.php?foo=1&bar=2&bodySHA256=${hash}`,
    headers: { 'x-twilio-signature': 'a9nBmqA0ju/hNViExpshrM61xv4=' },
    body: '{"property": "value", "boolean": true}',
  };
  assert.notEqual(check(request), undefined);
});

test('a repeated field is signed once per distinct value and read as its first', () => {
  const form = { Tag: ['b', 'a', 'b'], Empty: '' };
  const signature = getExpectedTwilioSignature('12345', `${publicBaseUrl}/x`, form);
  const request = {
    method: 'POST',
    path: '/x',
    headers: { 'x-twilio-signature': signature },
    body: 'Tag=b&Tag=a&Empty=&Tag=b',
  };
  const signed = check(request);
  assert.ok(signed);
  assert.equal(readField(signed.form, 'Tag'), 'b');
  assert.equal(readField(signed.form, 'Empty'), undefined);
  assert.equal(readField(signed.form, 'toString'), undefined);
});
