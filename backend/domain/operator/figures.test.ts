import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../outcome.ts';
import { figuresOf, percentile } from './figures.ts';

function sum(outcome: Outcome, callbacks: number) {
  const status = outcome === 'talked' ? ('completed' as const) : ('failed' as const);
  return { status, outcome, proven: true, callbacks };
}

test('rates count attempted calls only, for any end', () => {
  const sums = [
    sum('talked', 3),
    sum('visitor-busy', 1),
    sum('business-no-answer', 3),
    sum('technical-fault', 1),
    sum('after-hours-notified', 50),
    sum('not-verified', 50),
  ];
  const { successRate, answerRate } = figuresOf(sums, []);
  assert.deepEqual([successRate, answerRate], [3 / 8, 4 / 8]);
});

test('without an attempted call there is no rate', () => {
  const { total, successRate, answerRate } = figuresOf([sum('after-hours-notified', 2)], []);
  assert.deepEqual([total, successRate, answerRate], [2, undefined, undefined]);
});

test('a percentile is the duration that the share of the calls did not exceed', () => {
  const durations = [
    { seconds: 30, calls: 1 },
    { seconds: 5, calls: 8 },
    { seconds: 9, calls: 1 },
  ];
  assert.deepEqual(
    [percentile(durations, 0.5), percentile(durations, 0.9), percentile([], 0.5)],
    [5, 9, undefined],
  );
});
