import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CarrierPrices, monthlyCost } from './monthly-cost.ts';

const prices: CarrierPrices = {
  text: 0.012,
  minute: 0.014,
  number: { month: 1.15 },
  registration: { once: 19.5, month: 1.5 },
};
const usage = { callbacks: 100, answered: 0.5, minutes: 3, codeSegments: 1, noticeSegments: 3 };

function amounts(changes: Partial<typeof usage>): Record<string, number> {
  return Object.fromEntries(
    monthlyCost(prices, { ...usage, ...changes }).map(({ what, amount }) => [what, amount]),
  );
}

test('the month of the example: codes, both legs by started minutes, messages and fees', () => {
  assert.deepEqual(amounts({}), {
    'codes to visitors, message segments': 1.2,
    'minutes of the business, started': 2.8,
    'minutes of the visitors, started': 2.1,
    'missed-call messages, segments': 1.8,
    'phone number': 1.15,
    'A2P campaign': 1.5,
  });
});

test('a started minute is charged whole, and the business is connected for longer', () => {
  const { 'minutes of the business, started': business, 'minutes of the visitors, started': visitors } =
    amounts({
      minutes: 2.2,
      answered: 1,
    });
  assert.deepEqual(
    [business, visitors],
    [100 * 3 * 0.014, 100 * 3 * 0.014].map((money) => Math.round(money * 1e6) / 1e6),
  );
});

test('without calls only codes, messages and fees are left', () => {
  const left = Object.keys(amounts({ answered: 0 }));
  assert.ok(!left.some((what) => what.startsWith('minutes')));
  assert.deepEqual(Object.keys(amounts({ callbacks: 0 })), ['phone number', 'A2P campaign']);
});
