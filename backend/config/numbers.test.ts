import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptConfig, rejectedVariables } from './test-support.ts';

test('a number that is invalid or would call itself is a problem', () => {
  assert.deepEqual(rejectedVariables({ TWILIO_NUMBER: '+15551234567' }), ['TWILIO_NUMBER']);
  assert.deepEqual(rejectedVariables({ BUSINESS_NUMBER: '+12015550100' }), ['BUSINESS_NUMBER']);
  assert.deepEqual(rejectedVariables({ NOTIFY_NUMBER: '+12015550100' }), ['NOTIFY_NUMBER']);
  assert.equal(acceptConfig({ NOTIFY_NUMBER: '+12015550123' }).site.notifyNumber, '+12015550123');
});

// rule: notice-channel-required
test('a business number that cannot receive text messages needs NOTIFY_NUMBER', () => {
  for (const business of ['+44 20 7946 0018', 'sip:owner@pbx.example.com']) {
    assert.deepEqual(rejectedVariables({ BUSINESS_NUMBER: business }), ['NOTIFY_NUMBER'], business);
    const config = acceptConfig({ BUSINESS_NUMBER: business, NOTIFY_NUMBER: '+12015550150' });
    assert.equal(config.site.notifyNumber, '+12015550150');
  }
  assert.deepEqual(rejectedVariables({ NOTIFY_NUMBER: '+442079460018' }), ['NOTIFY_NUMBER']);
});

test("the business's own country may be called by default", () => {
  const british = { BUSINESS_NUMBER: '+447400123456' };
  assert.deepEqual(acceptConfig(british).site.countries, ['GB']);
  assert.deepEqual(acceptConfig({ ...british, ALLOWED_COUNTRIES: 'ie, gb' }).site.countries, ['IE', 'GB']);
});

test('an extension of BUSINESS_NUMBER is kept, and texts then need NOTIFY_NUMBER', () => {
  for (const written of [
    '+1 201 555 0150 ext. 12',
    '+12015550150x12',
    '+1 (201) 555-0150,12',
    '+12015550150;ext=12',
  ]) {
    assert.deepEqual(rejectedVariables({ BUSINESS_NUMBER: written }), ['NOTIFY_NUMBER'], written);
    const { site } = acceptConfig({ BUSINESS_NUMBER: written, NOTIFY_NUMBER: '+12015550151' });
    assert.deepEqual([site.businessNumber, site.businessExtension], ['+12015550150', '12'], written);
  }
  for (const name of ['NOTIFY_NUMBER', 'TWILIO_NUMBER'])
    assert.deepEqual(rejectedVariables({ [name]: '+1 201 555 0150 ext. 12' }), [name]);
  assert.equal(acceptConfig({ BUSINESS_NUMBER: '+12015550150' }).site.businessExtension, undefined);
});

test('numbers of the business are read in the spellings of their country', () => {
  const read = (written: string) =>
    acceptConfig({ BUSINESS_NUMBER: written, NOTIFY_NUMBER: '+12015550151' }).site.businessNumber;
  assert.equal(read('+52 1 55 1234 5678'), '+525512345678');
  assert.equal(read('+55 11 8765 4321'), '+5511987654321');
  assert.equal(read('\u202a+1 201 555 0150\u202c'), '+12015550150');
  assert.equal(read('+५२ ५५ १२३४ ५६७८'), '+525512345678');
  // An Argentine landline is dialled as it is written; a number that gets texts is a mobile.
  assert.equal(read('+54 11 4123 4567'), '+541141234567');
  const notified = (written: string) => acceptConfig({ NOTIFY_NUMBER: written }).site.notifyNumber;
  assert.equal(notified('+54 11 2345 6789'), '+5491123456789');
  assert.equal(notified('+52 1 55 1234 5678'), '+525512345678');
});

test('equal numbers in two spellings are found', () => {
  const same = { TWILIO_NUMBER: '+52 55 1234 5678', BUSINESS_NUMBER: '+52 1 55 1234 5678' };
  assert.ok(rejectedVariables(same).includes('BUSINESS_NUMBER'));
  assert.ok(
    rejectedVariables({ ...same, BUSINESS_NUMBER: undefined, NOTIFY_NUMBER: '+5215512345678' }).length > 0,
  );
});
