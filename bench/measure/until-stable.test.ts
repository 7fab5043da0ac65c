import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StopRule, untilStable } from './until-stable.ts';

const stopRule: StopRule = { minRounds: 3, maxRounds: 6, maxSpread: 0.1, maxMs: 1_000 };

function rounds(values: number[], given: Partial<StopRule> = {}, times: number[] = []): Promise<number[]> {
  return untilStable(
    { ...stopRule, ...given },
    async (round) => values[round] ?? Number.NaN,
    (value) => value,
    () => times.shift() ?? 0,
  );
}

test('measuring stops when the rounds agree', async () => {
  assert.deepEqual(await rounds([100, 104, 98, 1]), [100, 104, 98]);
});

test('rounds are repeated until the last ones agree', async () => {
  assert.deepEqual(await rounds([50, 100, 104, 98, 1]), [50, 100, 104, 98]);
});

test('measuring stops after maxRounds when the rounds never agree', async () => {
  assert.deepEqual(await rounds([1, 2, 3, 4, 5, 6, 7]), [1, 2, 3, 4, 5, 6]);
});

test('no round starts after maxMs', async () => {
  assert.deepEqual(await rounds([1, 2, 3, 4, 5], {}, [0, 500, 999, 1_000]), [1, 2, 3]);
  assert.deepEqual(await rounds([1, 2, 3], {}, [0, 5_000]), [1]);
});

test('one round is enough when the rule says so', async () => {
  assert.deepEqual(await rounds([7, 8], { minRounds: 1, maxRounds: 1 }), [7]);
});
