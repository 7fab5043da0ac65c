import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTryAt } from './webhook-delivery.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const since = Date.UTC(2026, 10, 22);

test('the delay before the next try grows from a second to an hour', () => {
  const delays = [0, 10_000, minute, hour, 6 * hour, 20 * hour].map(
    (ageMs) => (nextTryAt(since, since + ageMs, { jitter: 1 }) ?? 0) - since - ageMs,
  );
  assert.deepEqual(delays, [1_000, 5_000, 30_000, 30 * minute, hour, hour]);
});

test('the last try is at the end of the day, and none follows it', () => {
  const late = since + day - 10 * minute;
  assert.equal(nextTryAt(since, late, { jitter: 1 }), since + day);
  assert.equal(nextTryAt(since, since + day, { jitter: 0 }), undefined);
  assert.equal(nextTryAt(since, since + 3 * day, { jitter: 0 }), undefined);
});

test('a pause that the receiver asks for is granted up to the end of the day', () => {
  const at = since + hour;
  const nextAfter = (retryAfterMs: number) => nextTryAt(since, at, { retryAfterMs, jitter: 0 });
  assert.equal(nextAfter(6 * hour), at + 6 * hour);
  assert.equal(nextAfter(7 * day), since + day);
  assert.equal(nextAfter(Number.POSITIVE_INFINITY), since + day);
  assert.ok((nextAfter(1) ?? 0) >= at + 20 * minute);
});

test('a clock that was set back does not shorten the day', () => {
  assert.equal(nextTryAt(since, since - hour, { jitter: 1 }), since - hour + 1_000);
});
