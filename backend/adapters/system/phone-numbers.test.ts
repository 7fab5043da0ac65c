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
  assert.equal(read('0114 319 6112', 'GB', ['GB']), '+441143196112');
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
});

test('the region comes from the whole number: Caribbean numbers start with +1', () => {
  assert.equal(read('+1 242 357 1234'), 'region-not-allowed');
  assert.equal(read('+1 876 210 1234'), 'region-not-allowed');
  assert.equal(read('+1 242 357 1234', 'US', ['BS']), '+12423571234');
  assert.equal(read('+1 201 555 0123', 'CA', ['CA']), 'region-not-allowed');
});

test('premium, pager, satellite and toll-free numbers are refused', () => {
  assert.equal(read('+1 900 555 1234'), 'type-not-allowed', 'premium');
  assert.equal(read('+44 9123456789'), 'type-not-allowed', 'premium');
  assert.equal(read('+44 843 123 4567'), 'type-not-allowed', 'shared cost');
  assert.equal(read('+44 55 1234 5678'), 'type-not-allowed', 'UAN');
  assert.equal(read('+44 76 4012 3456'), 'type-not-allowed', 'pager');
  assert.equal(read('+44 70 1234 5678'), 'type-not-allowed', 'personal number');
  assert.equal(read('+1 800 234 5678'), 'type-not-allowed', 'toll-free');
  assert.equal(read('(212) 976-1234'), 'type-not-allowed', 'pay-per-call');
  assert.equal(read('712-770-0101'), 'type-not-allowed', 'access stimulation');
  assert.equal(read('+870 773 111 632'), 'region-not-allowed', 'satellite');
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
  const landline = numbers.parse('+442079460018', rules);
  assert.equal(landline.ok && landline.type, 'landline');
});

test('a number is formatted; any other string is returned unchanged', () => {
  assert.equal(numbers.format('+12015550123'), '+1 201 555 0123');
  assert.equal(numbers.format('sip:owner@pbx.example.com'), 'sip:owner@pbx.example.com');
});

const latin = ['MX', 'BR', 'AR', 'CL', 'CI', 'BJ', 'GA'];

/** For each phone and region, what visitors type. */
const spellings: [canonical: string, region: string, typed: string[]][] = [
  [
    '+525512345678',
    'MX',
    ['55 1234 5678', '044 55 1234 5678', '045 55 1234 5678', '01 55 1234 5678', '1 55 1234 5678'],
  ],
  ['+525512345678', 'US', ['+52 1 55 1234 5678', '0052 1 55 1234 5678', '011 52 55 1234 5678']],
  ['+5511987654321', 'BR', ['(11) 98765-4321', '11 8765-4321', '0 15 11 8765-4321', '011 98765 4321']],
  ['+5511987654321', 'US', ['+55 11 8765 4321', '0055 11 98765 4321']],
  ['+5491123456789', 'AR', ['11 2345 6789', '011 15 2345-6789', '11 15 2345 6789', '+54 11 2345 6789']],
  ['+5491123456789', 'US', ['+54 9 11 2345 6789', '+54 9 11 15 2345 6789', '+54 11 15 2345 6789']],
  ['+5492944123456', 'AR', ['02944 15 123456', '2944 123456', '+54 9 2944 15 123456']],
  ['+2250707123456', 'CI', ['07 07 12 34 56', '07 12 34 56', '+225 07 12 34 56']],
  ['+2290197123456', 'BJ', ['01 97 12 34 56', '97 12 34 56', '+229 97 12 34 56']],
  ['+24166031234', 'GA', ['066 03 12 34', '06 03 12 34', '+241 06 03 12 34']],
  ['+56987654321', 'CL', ['9 8765 4321', '09 8765 4321', '+56 09 8765 4321']],
];

test('one phone has one number, however its country spells it', () => {
  for (const [canonical, region, ways] of spellings)
    for (const typed of ways) assert.equal(read(typed, region, latin), canonical, `${typed} in ${region}`);
});

test('a number without a plus is understood by its own country code', () => {
  const ways: [canonical: string, region: string, typed: string[]][] = [
    ['+4915123456789', 'DE', ['4915123456789', '49 151 23456789', '49 (0)151 23456789', '(49) 151 23456789']],
    ['+436601234567', 'AT', ['436601234567', '43 (0)660 1234567']],
    ['+628123456789', 'ID', ['628123456789', '62 812 3456 789']],
    ['+393123456789', 'IT', ['393123456789']],
    ['+919812345678', 'IN', ['919812345678']],
    ['+5511987654321', 'BR', ['5511987654321', '55 11 8765 4321']],
    ['+525512345678', 'MX', ['525512345678', '5215512345678']],
    ['+436601234567', 'DE', ['43 660 1234567']],
  ];
  const allowed = ['DE', 'AT', 'ID', 'IT', 'IN', 'BR', 'MX'];
  for (const [canonical, region, typed] of ways)
    for (const each of typed) assert.equal(read(each, region, allowed), canonical, `${each} in ${region}`);
});

test('a local number that begins like the country code stays local', () => {
  assert.equal(read('393 123 4567', 'IT', ['IT']), '+393931234567');
  assert.equal(read('91981 23456', 'IN', ['IN']), '+919198123456');
  assert.equal(read('55 98765-4321', 'BR', ['BR']), '+5555987654321');
});

test('an extension is named as such, in every notation', () => {
  for (const typed of [
    '201 555 0123 ext. 5',
    '(201) 555-0123 x5',
    '201-555-0123,5',
    '201-555-0123;5',
    '201 555 0123 #5',
    'tel:+1-201-555-0123;ext=5',
    '+1 201 555 0123 extension 5',
    '+1 201 555 0123 Durchwahl 12',
    '+1 201 555 0123 poste 12',
    '+1 201 555 0123 ramal 12',
    '+1 201 555 0123 доб. 5',
  ]) {
    assert.equal(read(typed), 'extension', typed);
  }
});

test('digits of every script and separators of every kind are read', () => {
  for (const typed of [
    '२०१५५५०१२३',
    '۲۰۱۵۵۵۰۱۲۳',
    '২০১৫৫৫০১২৩',
    '+१ २०१ ५५५ ०१२३',
    '201·555·0123',
    '201_555_0123',
    '201 • 555 • 0123',
    '201\u200b555\u00ad0123',
    '201\u2009555\t0123',
    '2️⃣0️⃣1️⃣5️⃣5️⃣5️⃣0️⃣1️⃣2️⃣3️⃣',
  ]) {
    assert.equal(read(typed), '+12015550123', JSON.stringify(typed));
  }
});
