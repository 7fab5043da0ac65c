import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPayPerCall } from './pay-per-call.ts';

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
