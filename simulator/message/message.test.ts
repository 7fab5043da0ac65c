import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentCount } from './message.ts';

test('GSM-7 text has 160 characters in one segment, 153 in each of several', () => {
  assert.deepEqual(
    [1, 160, 161, 306, 307].map((length) => segmentCount('a'.repeat(length))),
    [1, 1, 2, 2, 3],
  );
});

test('brackets and the euro sign count as two characters', () => {
  assert.equal(segmentCount('['.repeat(80)), 1);
  assert.equal(segmentCount('['.repeat(81)), 2);
});

test('one character outside GSM-7 reduces segments to 70 and 67 characters', () => {
  assert.deepEqual(
    [69, 70, 134, 135].map((length) => segmentCount(`✓${'a'.repeat(length - 1)}`)),
    [1, 1, 2, 3],
  );
});
