import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { createClock } from '../../../backend/adapters/system/clock.ts';
import { listBackups } from '../../../backend/operations/backup/backup-folder.ts';
import {
  backUp,
  command,
  filesIn,
  install,
  marks,
  restore,
  write,
} from '../../support/operations/backed-up-installation.ts';

test('restore keeps the former database and a backup of it', async (t) => {
  const { folder, path, backups } = await install(t);
  const file = await backUp(folder);
  write(path, 'later');
  const { code, err } = await command('restore', folder, [file]);
  assert.equal(code, 0, err);
  const kept = readdirSync(join(folder, 'data')).find((name) => name.startsWith('callbacks.db.kept-'));
  assert.deepEqual(marks(join(folder, 'data', kept ?? '')), ['first', 'later']);
  assert.deepEqual(marks(path), ['first']);
  assert.deepEqual(
    listBackups(backups).map(({ kind }) => kind),
    ['before-restore', 'manual'],
  );
});

test('a restored database is opened as moved, also without changes since the backup', async (t) => {
  const { folder, path } = await install(t);
  const file = await backUp(folder);
  assert.equal(await restore(folder, file), undefined);
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  t.after(() => store.close());
  assert.equal(store.moved, true);
});

test('restore replaces a damaged database and leaves no log of it beside the new one', async (t) => {
  const { folder, path } = await install(t);
  const file = await backUp(folder);
  writeFileSync(path, 'no database at all'.repeat(500));
  writeFileSync(`${path}-wal`, 'no log');
  const { code, err } = await command('restore', folder, [file]);
  assert.equal(code, 0, err);
  assert.match(err, /cannot be backed up/);
  assert.deepEqual(marks(path), ['first']);
  assert.equal(existsSync(`${path}-wal`), false);
});

const refusals: [string, (file: string, path: string) => void, RegExp][] = [
  ['of a newer version', (file) => rewriteManifest(file, '0999-from-the-future'), /newer version/],
  ['that is cut off', (file) => truncate(file), /not a backup|damaged|tar could not/],
  ['whose database was changed', (file) => changeDatabase(file), /damaged/],
  ['that is another file', (file) => writeFileSync(file, 'a letter'), /not a backup/],
];

for (const [kind, spoil, said] of refusals) {
  test(`restore refuses a backup ${kind} and changes nothing`, async (t) => {
    const { folder, path } = await install(t);
    const file = await backUp(folder);
    write(path, 'later');
    spoil(file, path);
    const before = filesIn(folder);
    assert.match((await restore(folder, file)) ?? 'nothing', said);
    assert.deepEqual(marks(path), ['first', 'later']);
    assert.deepEqual(filesIn(folder), before);
  });
}

test('restore refuses while a server has the database open', async (t) => {
  const { folder, path } = await install(t);
  const file = await backUp(folder);
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  t.after(() => store.close());
  assert.match((await restore(folder, file)) ?? '', /Another process has the database/);
});

function inArchive(file: string, change: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  execFileSync('tar', ['-xf', file, '-C', folder]);
  change(folder);
  execFileSync('tar', ['-cf', file, '-C', folder, ...readdirSync(folder)]);
  rmSync(folder, { recursive: true });
}

function rewriteManifest(file: string, migration: string): void {
  inArchive(file, (folder) => {
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    manifest.database.migrations.push(migration);
    writeFileSync(path, JSON.stringify(manifest));
  });
}

function changeDatabase(file: string): void {
  inArchive(file, (folder) => appendFileSync(join(folder, 'callbacks.db'), 'x'));
}

function truncate(file: string): void {
  writeFileSync(file, readFileSync(file).subarray(0, 20_000));
}
