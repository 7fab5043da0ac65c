import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAmounts } from './charge.ts';
import { callCost, codeCost, minutesUpTo, textCost, worstCase } from './estimate.ts';
import type { SpendingRules } from './spending-rules.ts';

const rules: SpendingRules = {
  caps: { textsPerHour: 1, callsPerDay: 1, minutesPerDay: 1, moneyPerDay: 1 },
  rateFor: (address) => (address.startsWith('+44') ? { text: 50, minute: 30 } : { text: 8, minute: 14 }),
  codeSegments: 2,
  blockLimits: [],
};
const site = { businessNumber: '+12015550123', notifyNumber: '+12015550124', maxCallSeconds: 601 };

test("a code costs its segments at the price of the visitor's country", () => {
  assert.deepEqual(codeCost(rules, '+447400123456'), { texts: 2, calls: 0, minutes: 0, money: 100 });
});

test('the worst case is both legs to their limit and the longest notice', () => {
  const [call, notice] = worstCase(rules, site, '+447400123456', ['sms', 'email']);
  assert.deepEqual(call, { part: 'call', amounts: { texts: 0, calls: 1, minutes: 22, money: 11 * 44 } });
  assert.deepEqual(notice, { part: 'notice', amounts: { texts: 3, calls: 0, minutes: 0, money: 24 } });
});

for (const [limit, minutes] of [
  [600, 11],
  [1_800, 31],
  [601, 11],
  [659, 11],
  [660, 12],
] as const) {
  test(`a leg with a limit of ${limit} s reserves the minute that begins after it`, () => {
    assert.equal(minutesUpTo(limit), minutes);
    const [call] = worstCase(rules, { ...site, maxCallSeconds: limit }, '+12015550150', []);
    assert.equal(call?.amounts.minutes, 2 * minutes);
  });
}

test('without the SMS channel no notice is reserved', () => {
  assert.deepEqual(
    worstCase(rules, site, '+12015550150', ['email']).map(({ part }) => part),
    ['call'],
  );
});

test('amounts are added by kind', () => {
  const all = addAmounts(callCost(rules, site, '+12015550150', 1, 2), textCost(rules, '+12015550150', 3));
  assert.deepEqual(all, { texts: 3, calls: 1, minutes: 3, money: 3 * 14 + 3 * 8 });
});
