import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, percentile, relativeSpread, spreadOf } from './statistics.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test('a percentile is the sample at the nearest rank, in any order of samples', () => {
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile(hundred, 1), 100);
  assert.equal(percentile([7, 3, 5], 0.99), 7);
});

test('the lowest percentile is the smallest sample', () => {
  assert.equal(percentile(hundred, 0), 1);
});

test('samples are sorted as numbers, not as strings', () => {
  assert.equal(percentile([9, 10, 100], 0.5), 10);
  assert.equal(median([100, 9, 10]), 10);
});

test('percentile and median do not change the samples', () => {
  const samples = [3, 1, 2];
  percentile(samples, 0.5);
  median(samples);
  assert.deepEqual(samples, [3, 1, 2]);
});

test('the median of an even number of values is the mean of the middle two', () => {
  assert.equal(median([1, 2, 4, 100]), 3);
  assert.equal(median([5]), 5);
});

test('the relative spread is a share of the median', () => {
  assert.deepEqual(spreadOf([90, 100, 120]), { low: 90, high: 120 });
  assert.equal(relativeSpread([90, 100, 120]), 0.3);
  assert.equal(relativeSpread([4]), 0);
});

test('a percentile or median without values is an error', () => {
  assert.throws(() => percentile([], 0.5), RangeError);
  assert.throws(() => median([]), RangeError);
});
