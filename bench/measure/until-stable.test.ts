import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StopRule, untilStable } from './until-stable.ts';

const patience: StopRule = { minRounds: 3, maxRounds: 6, maxSpread: 0.1, maxMs: 1_000 };

function rounds(values: number[], given: Partial<StopRule> = {}, times: number[] = []): Promise<number[]> {
  return untilStable(
    { ...patience, ...given },
    async (round) => values[round] ?? Number.NaN,
    (value) => value,
    () => times.shift() ?? 0,
  );
}

test('rounds that agree are enough', async () => {
  assert.deepEqual(await rounds([100, 104, 98, 1]), [100, 104, 98]);
});

test('rounds that differ are repeated until the last of them agree', async () => {
  assert.deepEqual(await rounds([50, 100, 104, 98, 1]), [50, 100, 104, 98]);
});

test('rounds that never agree end at the most', async () => {
  assert.deepEqual(await rounds([1, 2, 3, 4, 5, 6, 7]), [1, 2, 3, 4, 5, 6]);
});

test('once the time is up no other round begins', async () => {
  assert.deepEqual(await rounds([1, 2, 3, 4, 5], {}, [0, 500, 999, 1_000]), [1, 2, 3]);
  assert.deepEqual(await rounds([1, 2, 3], {}, [0, 5_000]), [1]);
});

test('a single round may be all', async () => {
  assert.deepEqual(await rounds([7, 8], { minRounds: 1, maxRounds: 1 }), [7]);
});
