import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findTestGroups, writeGroupEntry } from './test-groups.ts';

const every = [1, 2, 3, 4, 5] as const;

test('every test file of the project is in exactly one group', () => {
  const grouped = findTestGroups([], every).flatMap(({ files }) => files);
  const all = globSync('**/*.test.ts', { exclude: ['node_modules', 'dist'] });
  assert.deepEqual(grouped.sort(), all.sort());
});

test('levels 1 to 3 leave out browsers, servers of their own and long simulations', () => {
  const files = findTestGroups([], [1, 2, 3]).flatMap(({ files }) => files);
  const slow = /^test\/(browser|lint|scenarios\/(process|simulation|operations|operate)|deploy)\/|^bench\//;
  assert.ok(files.length > 100);
  assert.deepEqual(
    files.filter((file) => slow.test(file)),
    [],
  );
});

test('files of one area share a group, and a file with a server of its own runs alone', () => {
  const groups = findTestGroups(['backend/domain', 'test/scenarios/process'], every);
  const shared = groups.filter(({ files }) => files.length > 1).map(({ name }) => name);
  assert.deepEqual(shared, ['backend']);
});

test('a browser group of many files is split into groups with names of their own', () => {
  const groups = findTestGroups(['test/browser'], every);
  assert.ok(groups.filter(({ name }) => name.startsWith('test/browser/visitor-page-')).length > 1);
  assert.ok(groups.every(({ files }) => files.length <= 6));
  assert.equal(new Set(groups.map(({ name }) => name)).size, groups.length);
});

test('programs that a test starts are not asked for colours', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callback-groups-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'program-colours.mjs');
  const program = `import colours from ${JSON.stringify(import.meta.resolve('picocolors'))};
    process.stdout.write(colours.isColorSupported + '');`;
  writeFileSync(
    file,
    `import { execFileSync } from 'node:child_process';
    const program = ['--input-type=module', '-e', ${JSON.stringify(program)}];
    process.stdout.write(execFileSync(process.execPath, program));`,
  );
  const entry = writeGroupEntry({ name: 'group', files: [file] }, folder);
  for (const asked of [{ FORCE_COLOR: '1' }, { CI: 'true' }, { FORCE_COLOR: '3', CI: '1' }]) {
    const env = { PATH: process.env.PATH, ...asked };
    assert.equal(execFileSync(process.execPath, [entry], { env, encoding: 'utf8' }), 'false');
  }
});
