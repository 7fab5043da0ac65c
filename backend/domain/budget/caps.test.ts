import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Cap,
  firstSlotOfHour,
  freeAgainAt,
  passedThresholds,
  reachedCap,
  type Usage,
  visitorCaps,
} from './caps.ts';
import { type Amounts, zeroAmounts } from './charge.ts';

const caps = { textsPerHour: 10, callsPerDay: 5, minutesPerDay: 100, moneyPerDay: 1_000 };
function charged(amounts: Amounts) {
  return { amounts, textsToVisitors: amounts.texts };
}
const unused = { hour: zeroAmounts, day: zeroAmounts };

for (const [cap, most] of [
  ['textsPerHour', { ...zeroAmounts, texts: 10 }],
  ['callsPerDay', { ...zeroAmounts, calls: 5 }],
  ['minutesPerDay', { ...zeroAmounts, minutes: 100 }],
  ['moneyPerDay', { ...zeroAmounts, money: 1_000 }],
] as const) {
  test(`an amount that reaches ${cap} exactly fits, and one more does not`, () => {
    assert.equal(reachedCap(unused, charged(most), caps), undefined);
    const one = Object.fromEntries(Object.entries(most).map(([kind, amount]) => [kind, amount > 0 ? 1 : 0]));
    assert.equal(reachedCap({ hour: most, day: most }, charged({ ...zeroAmounts, ...one }), caps), cap);
  });
}

test('messages of earlier hours do not count in this hour', () => {
  const usage = { hour: zeroAmounts, day: { ...zeroAmounts, texts: 500 } };
  assert.equal(reachedCap(usage, charged({ ...zeroAmounts, texts: 10 }), caps), undefined);
});

test('a cap has room again with the next five minutes or the next UTC day', () => {
  const at = Date.UTC(2030, 0, 7, 15, 20);
  assert.equal(freeAgainAt('textsPerHour', at), Date.UTC(2030, 0, 7, 15, 25));
  for (const cap of ['callsPerDay', 'minutesPerDay', 'moneyPerDay'] as const)
    assert.equal(freeAgainAt(cap, at), Date.UTC(2030, 0, 8));
});

test('a notice to the business does not count in the hour of the visitors', () => {
  const usage = { hour: { ...zeroAmounts, texts: 10 }, day: zeroAmounts };
  const notice = { amounts: { ...zeroAmounts, texts: 3 }, textsToVisitors: 0 };
  assert.equal(reachedCap(usage, notice, caps), undefined);
  assert.equal(reachedCap(usage, charged(notice.amounts), caps), 'textsPerHour');
});

test('the hour slides: its first slot lies up to sixty-five minutes back', () => {
  const at = Date.UTC(2030, 0, 7, 15, 22);
  assert.equal(firstSlotOfHour(at), Date.UTC(2030, 0, 7, 14, 20));
});

test('visitor caps leave room for every warning of a day to the owner', () => {
  const rules = { caps, rateFor: () => ({ text: 8, minute: 14 }), codeSegments: 1, blockLimits: [] };
  assert.deepEqual(visitorCaps(rules, '+12015550124'), { ...caps, moneyPerDay: 1_000 - 8 * 8 });
});

const tenOfEach = { textsPerHour: 10, callsPerDay: 10, minutesPerDay: 10, moneyPerDay: 10 };

const amountOf: Record<Cap, keyof Amounts> = {
  textsPerHour: 'texts',
  callsPerDay: 'calls',
  minutesPerDay: 'minutes',
  moneyPerDay: 'money',
};

function usedOf(cap: Cap, used: number): Usage {
  const amounts = { ...zeroAmounts, [amountOf[cap]]: used };
  return cap === 'textsPerHour' ? { hour: amounts, day: zeroAmounts } : { hour: zeroAmounts, day: amounts };
}

for (const [cap, amount] of Object.entries(amountOf) as [Cap, keyof Amounts][])
  test(`${cap} passes 50 percent with its half and 80 with its four fifths`, () => {
    const one = { ...zeroAmounts, [amount]: 1 };
    const percents = (used: number) =>
      passedThresholds(usedOf(cap, used), one, tenOfEach).map((passed) => {
        assert.equal(passed.cap, cap);
        return passed.percent;
      });
    assert.deepEqual([3, 4, 6, 7, 9].map(percents), [[], [50], [50], [50, 80], [50, 80]]);
  });

test('a cap of zero and an unlimited cap pass no threshold', () => {
  for (const most of [0, Number.POSITIVE_INFINITY]) {
    const all = { textsPerHour: most, callsPerDay: most, minutesPerDay: most, moneyPerDay: most };
    assert.deepEqual(passedThresholds(usedOf('callsPerDay', 0), zeroAmounts, all), []);
  }
});

test('texts of an earlier hour pass no threshold of this hour', () => {
  const usage = { hour: zeroAmounts, day: { ...zeroAmounts, texts: 9 } };
  assert.deepEqual(passedThresholds(usage, zeroAmounts, tenOfEach), []);
});
