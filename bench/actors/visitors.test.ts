import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPhoneNumbers } from '../../backend/adapters/system/phone-numbers.ts';
import { createVisitors, ownNumbers, visitorCountries } from './visitors.ts';

const first = await createVisitors()(5_000);

test('visitors have unique numbers and addresses, different from the business', () => {
  assert.equal(new Set(first.map(({ phone }) => phone)).size, first.length);
  assert.equal(new Set(first.map(({ address }) => address)).size, first.length);
  const own: string[] = Object.values(ownNumbers);
  assert.ok(first.every(({ phone }) => !own.includes(phone)));
});

test('the platform accepts every visitor number, and all are reserved for fiction', () => {
  const numbers = createPhoneNumbers();
  for (const { phone } of first.filter((_, index) => index % 17 === 0)) {
    assert.match(phone, /^\+1\d{3}55501\d{2}$/);
    const parsed = numbers.parse(phone, { region: 'US', allowed: visitorCountries });
    assert.ok(parsed.ok, phone);
  }
});
