import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countdown, spokenDuration } from '../../frontend/duration.ts';

test('a wait is told in the unit people would use, never too short', () => {
  assert.equal(spokenDuration(0), '1 second');
  assert.equal(spokenDuration(89), '89 seconds');
  assert.equal(spokenDuration(121), '3 minutes');
  assert.equal(spokenDuration(5_400), '2 hours');
});

test('a countdown shows minutes and two digits of seconds, and stops at nothing', () => {
  assert.deepEqual([65, 9.2, -3].map(countdown), ['1:05', '0:10', '0:00']);
});
