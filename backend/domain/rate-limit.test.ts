import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allowedAt, longestWindowMs, type RateLimit } from './rate-limit.ts';

const limits: RateLimit[] = [
  { windowMs: 60, max: 2 },
  { windowMs: 3_600, max: 4 },
];

test('below every limit the next event is allowed at once', () => {
  assert.equal(allowedAt(limits, [], 100), 100);
  assert.equal(allowedAt(limits, [99], 100), 100);
});

test('at a limit the next event is allowed when the oldest leaves the window', () => {
  assert.equal(allowedAt(limits, [99, 50], 100), 110);
  assert.equal(allowedAt(limits, [99, 40], 100), 100, 'the oldest event has just left the window');
});

test('all limits hold together, so the longest wait decides', () => {
  assert.equal(allowedAt(limits, [99, 98, 20, 10], 100), 3_610);
});

test('a client that waits until allowedAt never exceeds a limit', () => {
  const gaps = fc.array(fc.nat(200), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(gaps, (pauses) => {
      const earlier: number[] = [];
      for (const pause of pauses) {
        const at = allowedAt(limits, earlier, (earlier[0] ?? 0) + pause);
        earlier.unshift(at);
        for (const { windowMs, max } of limits) {
          assert.ok(earlier.filter((time) => time > at - windowMs).length <= max);
        }
      }
    }),
  );
});

test('longestWindowMs returns how far back events count', () => {
  assert.equal(longestWindowMs(limits), 3_600);
});
