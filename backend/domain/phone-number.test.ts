import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalNumber,
  isPayPerCall,
  isSamePhone,
  maskPhone,
  maskPhones,
  spellingsOf,
} from './phone-number.ts';

test('a masked number keeps both ends and hides at least three digits', () => {
  assert.equal(maskPhone('+12015550123'), '+1201•••0123');
  assert.equal(maskPhone('+442079460018'), '+4420•••0018');
});

test('a short number shows fewer digits, a very short one none', () => {
  assert.equal(maskPhone('+4912345'), '+49•••45');
  assert.equal(maskPhone('123456'), '•••');
});

test('numbers inside a string are masked, URL-encoded ones too', () => {
  assert.equal(
    maskPhones('To +12015550123 failed: /Calls.json?To=%2B12015550124&x=1'),
    'To +1201•••0123 failed: /Calls.json?To=+1201•••0124&x=1',
  );
  assert.equal(
    maskPhones('error 21211 after 1700000000000 ms, UTC+01'),
    'error 21211 after 1700000000000 ms, UTC+01',
  );
});

const phones: Record<string, readonly string[]> = {
  '+525512345678': ['+5215512345678', '+520445512345678', '+520455512345678', '+52015512345678'],
  '+5511987654321': ['+551187654321'],
  '+5531971234567': ['+553171234567'],
  '+5491123456789': ['+541123456789', '+54111523456789', '+549111523456789', '+5401123456789'],
  '+5493512345678': ['+543512345678', '+54351152345678', '+549351152345678'],
  '+5492944123456': ['+542944123456', '+54294415123456'],
  '+2250707123456': ['+22507123456'],
  '+2250544123456': ['+22544123456'],
  '+2250102123456': ['+22502123456'],
  '+2290197123456': ['+22997123456'],
  '+24166031234': ['+24106031234', '+2416031234'],
  '+24177031234': ['+24107031234'],
  '+56987654321': ['+560987654321'],
};

test('every spelling of a phone becomes the canonical one', () => {
  for (const [canonical, others] of Object.entries(phones)) {
    assert.equal(canonicalNumber(canonical), canonical);
    for (const other of others) assert.equal(canonicalNumber(other), canonical, other);
  }
});

test('numbers of other countries and shapes stay as they are', () => {
  for (const number of [
    '+12015550123',
    '+447400123456',
    '+551132654321',
    '+551177345678',
    '+22507',
    '+548003331234',
    '+2252120123456',
    '+5255',
    'sip:owner@pbx.example.com',
    '',
  ]) {
    assert.equal(canonicalNumber(number), number);
  }
});

test('the former spellings of a phone lead back to it', () => {
  assert.deepEqual(spellingsOf('+525512345678'), ['+525512345678', '+5215512345678']);
  assert.deepEqual(spellingsOf('+541123456789'), ['+5491123456789', '+541123456789']);
  assert.deepEqual(spellingsOf('+553181234567'), ['+5531981234567', '+553181234567']);
  assert.deepEqual(spellingsOf('+24106031234'), ['+24166031234', '+24106031234', '+2416031234']);
  assert.deepEqual(spellingsOf('+12015550123'), ['+12015550123']);
  for (const canonical of Object.keys(phones))
    for (const other of spellingsOf(canonical)) assert.ok(isSamePhone(other, canonical), other);
});

test('numbers that pay their receiver are known by area, exchange and line', () => {
  for (const number of ['+12129761234', '+18769760000', '+12015551212', '+17127700101', '+12188620101'])
    assert.equal(isPayPerCall(number), true, number);
});

test('neighbours of such numbers, and other countries, are ordinary', () => {
  for (const number of [
    ...['+12015550123', '+12015551213', '+12129771234', '+19762121234', '+17125550101', '+12188610101'],
    ...['+449761234567', '+3912345551212', ''],
  ])
    assert.equal(isPayPerCall(number), false, number);
});
