import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskPhone, maskPhones } from './phone-number.ts';

test('a masked number keeps its beginning and end, and lacks three digits', () => {
  assert.equal(maskPhone('+12015550123'), '+1201•••0123');
  assert.equal(maskPhone('+442079460018'), '+4420•••0018');
});

test('of a short number less is shown, of almost nothing nothing', () => {
  assert.equal(maskPhone('+4912345'), '+49•••45');
  assert.equal(maskPhone('123456'), '•••');
});

test('numbers inside a text are masked, escaped ones too', () => {
  assert.equal(
    maskPhones('To +12015550123 failed: /Calls.json?To=%2B12015550124&x=1'),
    'To +1201•••0123 failed: /Calls.json?To=+1201•••0124&x=1',
  );
  assert.equal(
    maskPhones('error 21211 after 1700000000000 ms, UTC+01'),
    'error 21211 after 1700000000000 ms, UTC+01',
  );
});
