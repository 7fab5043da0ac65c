import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLogFolder } from './log-folder.ts';

const { uid } = userInfo();

function usualIn(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'log-folder-'));
  t.after(() => rmSync(root, { recursive: true }));
  return join(root, 'logs');
}

function isPrivate(folder: string): boolean {
  const { mode, uid: owner } = statSync(folder);
  return (mode & 0o777) === 0o700 && owner === uid;
}

test('the log folder is for its owner only, an older open one too', (t) => {
  const usual = usualIn(t);
  assert.equal(createLogFolder(usual), usual);
  assert.ok(isPrivate(usual));
  chmodSync(usual, 0o755);
  assert.equal(createLogFolder(usual), usual);
  assert.ok(isPrivate(usual));
});

test('a link or a file in the place of the log folder is not used', (t) => {
  const usual = usualIn(t);
  const elsewhere = `${usual}-elsewhere`;
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, usual);
  assert.equal(createLogFolder(usual), `${usual}-${uid}`);
  rmSync(`${usual}-${uid}`, { recursive: true });
  writeFileSync(`${usual}-${uid}`, '');
  const random = createLogFolder(usual);
  assert.ok(random.startsWith(`${usual}-`) && random !== elsewhere && isPrivate(random));
});

test('a second user of the machine gets another log folder', { skip: uid !== 0 && 'needs root' }, (t) => {
  const usual = usualIn(t);
  mkdirSync(usual);
  chownSync(usual, 12_345, 12_345);
  assert.equal(createLogFolder(usual), `${usual}-${uid}`);
});
