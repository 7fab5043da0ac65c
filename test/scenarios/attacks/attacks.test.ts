import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allAttacks } from '../../support/attacks/all-attacks.ts';

for (const { name, mistakes, play } of allAttacks) {
  test(`${name}: defeated`, async (t) => {
    assert.equal(await play(t), 'defeated');
  });
  for (const mistake of mistakes) {
    test(`${name}: succeeds against ${mistake}`, async (t) => {
      assert.equal(await play(t, mistake), 'succeeded');
    });
  }
}

test('every attack succeeds against at least one planted mistake', () => {
  for (const { name, mistakes } of allAttacks) assert.ok(mistakes.length > 0, name);
});
