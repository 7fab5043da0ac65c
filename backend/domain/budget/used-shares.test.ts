import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cap, Usage } from './caps.ts';
import { type Amounts, zeroAmounts } from './charge.ts';
import { passedThresholds } from './used-shares.ts';

const caps = { textsPerHour: 10, callsPerDay: 10, minutesPerDay: 10, moneyPerDay: 10 };

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
      passedThresholds(usedOf(cap, used), one, caps).map((passed) => {
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
  assert.deepEqual(passedThresholds(usage, zeroAmounts, caps), []);
});
