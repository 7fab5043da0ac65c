import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPhoneNumbers } from './phone-numbers.ts';

const numbers = createPhoneNumbers();

function read(typed: string, region = 'US', allowed = ['US', 'GB', 'IT', 'CI']): string {
  const parsed = numbers.parse(typed, { region, allowed });
  return parsed.ok ? parsed.e164 : parsed.reason;
}

test('a number is parsed in every common notation', () => {
  const ways = [
    '2015550123',
    '(201) 555-0123',
    '201.555.0123',
    '201 555 0123',
    '201–555–0123',
    '1-201-555-0123',
    '+1 201 555 0123',
    '+1 (201) 555‑0123',
    ' tel:+1-201-555-0123 ',
    '２０１５５５０１２３',
    '＋１ ２０１ ５５５ ０１２３',
    '٢٠١٥٥٥٠١٢٣',
    '\u202a+12015550123\u202c',
    '001 201 555 0123',
    '011 1 201 555 0123',
  ];
  for (const typed of ways) assert.equal(read(typed), '+12015550123', JSON.stringify(typed));
});

test('a foreign number is parsed with a plus, 00 or 011 in any region', () => {
  const ways = [
    '+44 7400 123456',
    '+44 (0)7400 123456',
    '(+44) 7400 123456',
    '0044 7400 123456',
    '00 44 (0)7400 123456',
    '００４４ ７４００ １２３４５６',
    '011 44 7400 123456',
  ];
  for (const region of ['US', 'IT'])
    for (const typed of ways) assert.equal(read(typed, region), '+447400123456', `${typed} in ${region}`);
  assert.equal(read('07400 123456', 'GB'), '+447400123456');
});

test('a local number with an international-looking prefix stays local', () => {
  assert.equal(read('0114 319 6112', 'GB', ['GB']), 'landline');
  assert.equal(read('011 43 196112', 'US', ['GB']), 'region-not-allowed');
});

test('invalid, too short and too long input have different reasons', () => {
  assert.equal(read(''), 'not-a-number');
  assert.equal(read('call me'), 'not-a-number');
  assert.equal(read('call 2015550123 please'), 'not-a-number');
  assert.equal(read('201555'), 'too-short');
  assert.equal(read('+1 201 555 0123 4567'), 'too-long');
  assert.equal(read('1'.repeat(100_000)), 'too-long');
  assert.equal(read('+1 555 123 4567'), 'invalid');
  assert.equal(read('201 555 0123 ext. 5'), 'invalid');
});

test('the region comes from the whole number: Caribbean numbers start with +1', () => {
  assert.equal(read('+1 242 357 1234'), 'region-not-allowed');
  assert.equal(read('+1 876 210 1234'), 'region-not-allowed');
  assert.equal(read('+1 242 357 1234', 'US', ['BS']), '+12423571234');
  assert.equal(read('+1 201 555 0123', 'CA', ['CA']), 'region-not-allowed');
});

test('premium, pager, satellite, toll-free and landline numbers are refused', () => {
  assert.equal(read('+1 900 555 1234'), 'type-not-allowed', 'premium');
  assert.equal(read('+44 9123456789'), 'type-not-allowed', 'premium');
  assert.equal(read('+44 843 123 4567'), 'type-not-allowed', 'shared cost');
  assert.equal(read('+44 55 1234 5678'), 'type-not-allowed', 'UAN');
  assert.equal(read('+44 76 4012 3456'), 'type-not-allowed', 'pager');
  assert.equal(read('+44 70 1234 5678'), 'type-not-allowed', 'personal number');
  assert.equal(read('+1 800 234 5678'), 'type-not-allowed', 'toll-free');
  assert.equal(read('+870 773 111 632'), 'region-not-allowed', 'satellite');
  assert.equal(read('+44 20 7946 0018'), 'landline');
});

test('a parsed number has its region, type and international format', () => {
  const rules = { region: 'US', allowed: ['US', 'GB'] };
  assert.deepEqual(numbers.parse('2015550123', rules), {
    ok: true,
    e164: '+12015550123',
    international: '+1 201 555 0123',
    region: 'US',
    type: 'landline-or-mobile',
  });
  const mobile = numbers.parse('+447400123456', rules);
  assert.equal(mobile.ok && mobile.type, 'mobile');
});

test('a number is formatted; any other string is returned unchanged', () => {
  assert.equal(numbers.format('+12015550123'), '+1 201 555 0123');
  assert.equal(numbers.format('sip:owner@pbx.example.com'), 'sip:owner@pbx.example.com');
});
