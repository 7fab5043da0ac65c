import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPhoneNumbers } from '../../backend/adapters/system/phone-numbers.ts';
import { createCrowd, ownNumbers, visitorCountries } from './visitors.ts';

const first = await createCrowd()(5_000);

test('no two visitors share a number or an address, and none has one of ours', () => {
  assert.equal(new Set(first.map(({ phone }) => phone)).size, first.length);
  assert.equal(new Set(first.map(({ address }) => address)).size, first.length);
  const own: string[] = Object.values(ownNumbers);
  assert.ok(first.every(({ phone }) => !own.includes(phone)));
});

test('the platform takes every number, and all of them are kept free for examples', () => {
  const numbers = createPhoneNumbers();
  for (const { phone } of first.filter((_, index) => index % 17 === 0)) {
    assert.match(phone, /^\+1\d{3}55501\d{2}$/);
    const parsed = numbers.parse(phone, { region: 'US', allowed: visitorCountries });
    assert.ok(parsed.ok, phone);
  }
});
