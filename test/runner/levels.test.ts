import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chooseLevels, levelOf, levels } from './levels.ts';
import { createProgress } from './progress.ts';
import { findTestGroups } from './test-groups.ts';

const root = join(import.meta.dirname, '../..');

function chosen(named: string[], quick = false): string {
  const read = chooseLevels({ quick, named });
  return read.ok ? read.levels.join() : `unknown ${read.unknown}`;
}

test('levels are chosen by number, and every level is the default', () => {
  assert.equal(chosen([]), '1,2,3,4,5');
  assert.equal(chosen([], true), '1,2,3');
  assert.equal(chosen(['5', '3']), '3,5');
  assert.equal(chosen(['2,4']), '2,4');
  assert.equal(chosen(['4', '2'], true), '2');
  for (const wrong of ['0', '6', '', 'x', '1-3', '02'])
    assert.equal(chosen(['2', wrong]), `unknown ${wrong}`);
});

test('each level but the first holds tests, and none is in two levels', () => {
  const files = ([2, 3, 4, 5] as const).map((level) =>
    findTestGroups([], [level]).flatMap(({ files }) => files),
  );
  for (const [index, found] of files.entries()) assert.ok(found.length > 10, `level ${index + 2}`);
  assert.equal(new Set(files.flat()).size, files.flat().length);
  assert.deepEqual(findTestGroups([], [1]), []);
});

test('a test’s level follows from its folder', () => {
  assert.equal(levelOf('backend/domain/budget/caps.test.ts'), 2);
  assert.equal(levelOf('test/scenarios/attacks/forged.test.ts'), 3);
  assert.equal(levelOf('test/scenarios/operations/backup.test.ts'), 4);
  assert.equal(levelOf('bench/run.test.ts'), 4);
  assert.equal(levelOf('test/browser/dashboard/list.test.ts'), 5);
});

function runTests(...args: string[]) {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  // The log has no colours; `CI` alone would ask for them.
  const env = { ...inherited, NO_COLOR: '1' };
  return spawnSync(process.execPath, ['test/run.ts', ...args], { cwd: root, env, encoding: 'utf8' });
}

test('the runner keeps a private log, whose last line has the totals', (t) => {
  const { status, stdout, stderr } = runTests('--runner', '--level', '2', 'backend/config/spelling');
  assert.equal(status, 0, stdout + stderr);
  const log = /^Log: (.+)$/m.exec(stderr)?.[1] ?? '';
  t.after(() => rmSync(log));
  assert.match(stdout, /\n[1-9]\d* passed, 0 failed\n$/);
  assert.equal(readFileSync(log, 'utf8'), stdout);
  assert.equal(statSync(join(log, '..')).mode & 0o077, 0);
});

test('an unknown level or option ends with 2 and shows the levels', () => {
  for (const wrong of [
    ['--level', '6'],
    ['--levl', '2'],
  ]) {
    const { status, stderr } = runTests(...wrong);
    assert.equal(status, 2, stderr);
    for (const { level, holds } of levels) assert.ok(stderr.includes(`level ${level}  ${holds}`));
  }
});

test('the progress bar is drawn below the lines in a terminal, and nowhere else', () => {
  const written: string[] = [];
  const screen = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) });
  const progress = createProgress(4, screen(true));
  progress.advance(10);
  progress.clear();
  progress.advance(5);
  assert.match(written[0] ?? '', /^\[█{10}░{30}\] {2}25% 1 of 4 groups, 10 tests$/);
  assert.equal(written[1], '\r\u001b[2K');
  assert.match(written[2] ?? '', /50% 2 of 4 groups, 15 tests$/);
  const silent = createProgress(2, screen(false));
  silent.advance(1);
  silent.clear();
  assert.equal(written.length, 3);
});
