import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskPhone, maskPhones } from './phone-number.ts';

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
