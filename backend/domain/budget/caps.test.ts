import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zeroAmounts } from './amounts.ts';
import { freeAgainAt, reachedCap, visitorCaps } from './caps.ts';

const caps = { textsPerHour: 10, callsPerDay: 5, minutesPerDay: 100, moneyPerDay: 1_000 };
const unused = { hour: zeroAmounts, day: zeroAmounts };

for (const [cap, most] of [
  ['textsPerHour', { ...zeroAmounts, texts: 10 }],
  ['callsPerDay', { ...zeroAmounts, calls: 5 }],
  ['minutesPerDay', { ...zeroAmounts, minutes: 100 }],
  ['moneyPerDay', { ...zeroAmounts, money: 1_000 }],
] as const) {
  test(`what fills ${cap} to the brim fits, and nothing more does`, () => {
    assert.equal(reachedCap(unused, most, caps), undefined);
    const one = Object.fromEntries(Object.entries(most).map(([kind, amount]) => [kind, amount > 0 ? 1 : 0]));
    assert.equal(reachedCap({ hour: most, day: most }, { ...zeroAmounts, ...one }, caps), cap);
  });
}

test('texts of earlier hours do not count against this one', () => {
  const usage = { hour: zeroAmounts, day: { ...zeroAmounts, texts: 500 } };
  assert.equal(reachedCap(usage, { ...zeroAmounts, texts: 10 }, caps), undefined);
});

test('a cap begins anew with the hour or the day of UTC that it counts', () => {
  const at = Date.UTC(2030, 0, 7, 15, 20);
  assert.equal(freeAgainAt('textsPerHour', at), Date.UTC(2030, 0, 7, 16));
  for (const cap of ['callsPerDay', 'minutesPerDay', 'moneyPerDay'] as const)
    assert.equal(freeAgainAt(cap, at), Date.UTC(2030, 0, 8));
});

test('visitors leave room for the text that tells the owner', () => {
  const rules = { caps, rateFor: () => ({ text: 8, minute: 14 }), codeSegments: 1, blockLimits: [] };
  assert.deepEqual(visitorCaps(rules, '+12015550124'), { ...caps, textsPerHour: 8, moneyPerDay: 984 });
});
