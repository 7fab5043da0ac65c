import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentCount } from './message.ts';

test('plain text takes 160 characters alone and 153 in each part of a longer one', () => {
  assert.deepEqual(
    [1, 160, 161, 306, 307].map((length) => segmentCount('a'.repeat(length))),
    [1, 1, 2, 2, 3],
  );
});

test('brackets and the euro sign count twice', () => {
  assert.equal(segmentCount('['.repeat(80)), 1);
  assert.equal(segmentCount('['.repeat(81)), 2);
});

test('one character outside GSM-7 shrinks the parts to 70 and 67', () => {
  assert.deepEqual(
    [69, 70, 134, 135].map((length) => segmentCount(`✓${'a'.repeat(length - 1)}`)),
    [1, 1, 2, 3],
  );
});
