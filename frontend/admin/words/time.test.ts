import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteSize, countWords, percent } from './numbers.ts';
import { absoluteTime, relativeTime, runningClock, shortDuration } from './time.ts';

const minute = 60_000;
const now = Date.parse('2026-11-28T12:00:00Z');

test('a time is told as its distance from now, in the largest whole unit', () => {
  const said = [0.5, 1, 59, 60, 60 * 23, 60 * 24, 60 * 24 * 3, 60 * 24 * 70];
  assert.deepEqual(
    said.map((minutes) => relativeTime(now - minutes * minute, now)),
    [
      'just now',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      '23 hours ago',
      'yesterday',
      '3 days ago',
      '2 months ago',
    ],
  );
  assert.equal(relativeTime(now + 5 * minute, now), 'in 5 minutes');
});

test('the absolute time is that of the business and names its zone', () => {
  assert.match(absoluteTime('2026-11-28T02:03:04Z', 'America/New_York'), /Nov 27, 2026.*9:03:04\sPM EST/);
});

test('clocks and durations read naturally', () => {
  assert.deepEqual([0, 24_900, 3_723_000].map(runningClock), ['0:00', '0:24', '1:02:03']);
  assert.deepEqual([8, 89, 180, 7_200, 200_000].map(shortDuration), [
    '8 s',
    '89 s',
    '3 min',
    '2 h',
    '2 days',
  ]);
});

test('a count says whether it stopped', () => {
  assert.equal(countWords(12_431), '12,431');
  assert.equal(countWords({ at_least: 10_000 }), '10,000+');
  assert.deepEqual([percent(0.625), percent(null)], ['63 %', '–']);
  assert.deepEqual([byteSize(0), byteSize(643_600), byteSize(2_500_000_000)], ['0 B', '643.6 KB', '2.5 GB']);
});
