import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { test } from 'node:test';
import { findTestGroups } from './test-groups.ts';

test('every test file of the project is in exactly one group', () => {
  const grouped = findTestGroups([], { quick: false }).flatMap(({ files }) => files);
  const all = globSync('**/*.test.ts', { exclude: ['node_modules', 'dist'] });
  assert.deepEqual(grouped.sort(), all.sort());
});

test('a quick run leaves out browsers, servers of their own and long simulations', () => {
  const files = findTestGroups([], { quick: true }).flatMap(({ files }) => files);
  const slow = /^test\/(browser|lint|scenarios\/(process|simulation))\/|^bench\//;
  assert.ok(files.length > 100);
  assert.deepEqual(
    files.filter((file) => slow.test(file)),
    [],
  );
});

test('files of one area share a group, and a file with a server of its own runs alone', () => {
  const groups = findTestGroups(['backend/domain', 'test/scenarios/process'], { quick: false });
  const shared = groups.filter(({ files }) => files.length > 1).map(({ name }) => name);
  assert.deepEqual(shared, ['backend']);
});
