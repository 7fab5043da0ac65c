import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitorCaps } from './caps.ts';
import { addAmounts, callCost, chargeForCall, codeCost, minutesUpTo, textCost, worstCase } from './charge.ts';
import type { SpendingRules } from './spending-rules.ts';

const site = { businessNumber: '+12015550123', notifyNumber: '+12015550124', maxCallSeconds: 600 };
const phone = '+12015550150';
const spending = {
  caps: { textsPerHour: 100, callsPerDay: 10, minutesPerDay: 100, moneyPerDay: 10_000 },
  rateFor: () => ({ text: 8, minute: 14 }),
  codeSegments: 1,
  blockLimits: [],
};

test('a callback is charged for its code, its call and its notice', () => {
  const charges = chargeForCall(site, { spending, callback: { noticeChannels: ['sms'] } }, phone);
  assert.deepEqual(charges.code.amounts, codeCost(spending, phone));
  assert.deepEqual(charges.code.reserves, []);
  assert.deepEqual(
    charges.call.reserves.map(({ part }) => part),
    ['call', 'notice'],
  );
  assert.deepEqual(charges.codeAndCall.amounts, addAmounts(charges.code.amounts, charges.call.amounts));
  assert.deepEqual(charges.notice.reserves, charges.call.reserves.slice(1));
});

test('a code by a call costs its longest call, and counts in the hour like one text', () => {
  const rules = { spending, callback: { noticeChannels: ['sms'] } } as const;
  const { code, codeAndCall } = chargeForCall(site, rules, phone, { by: 'call' });
  assert.deepEqual(code.amounts, { texts: 0, calls: 1, minutes: 2, money: 28 });
  assert.deepEqual([code.textsToVisitors, codeAndCall.textsToVisitors], [1, 1]);
});

test('every charge of a callback leaves room for the warning to the owner', () => {
  const charges = chargeForCall(site, { spending, callback: { noticeChannels: ['sms'] } }, phone);
  for (const { caps } of Object.values(charges))
    assert.deepEqual(caps, visitorCaps(spending, site.notifyNumber));
});

test('without SMS notices, the notice charge is zero', () => {
  const charges = chargeForCall(site, { spending, callback: { noticeChannels: ['email'] } }, phone);
  assert.deepEqual(charges.notice.reserves, []);
  assert.equal(charges.notice.amounts.money, 0);
});

const rules: SpendingRules = {
  caps: { textsPerHour: 1, callsPerDay: 1, minutesPerDay: 1, moneyPerDay: 1 },
  rateFor: (address) => (address.startsWith('+44') ? { text: 50, minute: 30 } : { text: 8, minute: 14 }),
  codeSegments: 2,
  blockLimits: [],
};
const pricedSite = { businessNumber: '+12015550123', notifyNumber: '+12015550124', maxCallSeconds: 601 };

test("a code costs its segments at the price of the visitor's country", () => {
  assert.deepEqual(codeCost(rules, '+447400123456'), { texts: 2, calls: 0, minutes: 0, money: 100 });
});

test('the worst case is both legs to their limit and the longest notice', () => {
  const [call, notice] = worstCase(rules, pricedSite, '+447400123456', ['sms', 'email']);
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
    const [call] = worstCase(rules, { ...pricedSite, maxCallSeconds: limit }, '+12015550150', []);
    assert.equal(call?.amounts.minutes, 2 * minutes);
  });
}

test('without the SMS channel no notice is reserved', () => {
  assert.deepEqual(
    worstCase(rules, pricedSite, '+12015550150', ['email']).map(({ part }) => part),
    ['call'],
  );
});

test('amounts are added by kind', () => {
  const all = addAmounts(
    callCost(rules, pricedSite, '+12015550150', 1, 2),
    textCost(rules, '+12015550150', 3),
  );
  assert.deepEqual(all, { texts: 3, calls: 1, minutes: 3, money: 3 * 14 + 3 * 8 });
});
