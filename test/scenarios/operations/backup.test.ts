import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { createClock } from '../../../backend/adapters/system/clock.ts';
import {
  backupName,
  checkSpace,
  listBackups,
  rotate,
} from '../../../backend/operations/backup/backup-folder.ts';
import { type RestoreOrder, restoreBackup } from '../../../backend/operations/backup/restore-backup.ts';
import { takeBackup } from '../../../backend/operations/backup/take-backup.ts';

const root = resolve(import.meta.dirname, '../../..');
const secret = 'a-secret-that-only-this-test-knows-0123456789';

/** An installation in a folder with spaces in its name, with one row that tells it from others. */
async function install(t: { after(fn: () => void): void }, mark = 'first') {
  const folder = mkdtempSync(join(tmpdir(), 'backup of '));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'data/callbacks.db');
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  await store.close();
  write(path, mark);
  return { folder, path, backups: join(folder, 'data/backups') };
}

function write(path: string, mark: string): void {
  const database = new DatabaseSync(path);
  database.exec(
    `insert into opt_outs (fingerprint, opted_out, changed_at) values ('${mark}', 1, '2026-11-22T09:00:00.000Z')`,
  );
  database.close();
}

function marks(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare('select fingerprint as mark from opt_outs order by 1').all();
  database.close();
  return rows.map(({ mark }) => String(mark));
}

/** The lock, the log and its index come and go with each opening. */
function filesIn(folder: string): string[] {
  return readdirSync(join(folder, 'data')).filter((name) => !/\.lock$|-wal$|-shm$/.test(name));
}

type Ran = { code: number; out: string; err: string };

const inherited = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

function command(
  name: string,
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, `backend/cli/${name}.ts`), ...args],
      { cwd: folder, env: { ...inherited, NO_COLOR: '1', ...env } },
      (error, out, err) => done({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}

async function backUp(folder: string, settings: Record<string, string> = {}): Promise<string> {
  const databasePath = join(folder, 'data/callbacks.db');
  const { path } = await takeBackup({ ...order(databasePath), kind: 'manual', settings });
  return path;
}

function order(databasePath: string) {
  const folder = join(dirname(databasePath), 'backups');
  return { databasePath, folder, version: '0.0.0', settings: {}, key: undefined, now: new Date() };
}

/** Restores in this process; returns what a refusal said. */
async function restore(
  folder: string,
  file: string,
  more: Partial<RestoreOrder> = {},
): Promise<string | undefined> {
  const databasePath = join(folder, 'data/callbacks.db');
  try {
    const envFile = join(folder, '.env');
    await restoreBackup({ file, databasePath, envFile, key: undefined, now: new Date(), ...more });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test('one backup file and its key restore an empty folder with settings and secret', async (t) => {
  const { folder } = await install(t);
  writeFileSync(join(folder, 'data/app-secret'), `${secret}\n`);
  const settings = { BUSINESS_NAME: `Ada's "Shop" # 1`, TWILIO_AUTH_TOKEN: 'f'.repeat(32) };
  const made = await command('backup', folder, ['--json'], settings);
  assert.equal(made.code, 0, made.err);
  const file = resolve(folder, (JSON.parse(made.out) as { path: string }).path);
  const key = (await command('backup', folder, ['--show-key'])).out.trim();
  const empty = mkdtempSync(join(tmpdir(), 'restore into '));
  t.after(() => rmSync(empty, { recursive: true }));
  const { code, err } = await command('restore', empty, [file], { BACKUP_KEY: key });
  assert.equal(code, 0, err);
  assert.deepEqual(marks(join(empty, 'data/callbacks.db')), ['first']);
  assert.equal(readFileSync(join(empty, 'data/app-secret'), 'utf8').trim(), secret);
  const env = execFileSync(
    process.execPath,
    ['--env-file=.env', '-p', 'JSON.stringify([process.env.BUSINESS_NAME, process.env.TWILIO_AUTH_TOKEN])'],
    { cwd: empty, env: {} },
  );
  assert.deepEqual(JSON.parse(String(env)), Object.values(settings));
  for (const name of ['.env', 'data/app-secret', 'data/callbacks.db', 'data/backup-key'])
    assert.equal(statSync(join(empty, name)).mode & 0o077, 0, name);
});

test('a backup shows no setting and no secret without its key', async (t) => {
  const { folder } = await install(t);
  writeFileSync(join(folder, 'data/app-secret'), `${secret}\n`);
  const token = 'token-only-in-this-test-0123456789';
  const file = await backUp(folder, { ADMIN_API_TOKEN: token });
  const bytes = readFileSync(file);
  assert.equal(bytes.includes(secret), false);
  assert.equal(bytes.includes(token), false);
  assert.equal(statSync(file).mode & 0o077, 0);
  assert.match((await restore(folder, file, { key: 'x'.repeat(43) })) ?? '', /another backup key/);
});

test('a backup of a database that is being written holds what was acknowledged', async (t) => {
  const { folder, path } = await install(t);
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  const file = await backUp(folder);
  await store.check();
  await store.close();
  write(path, 'later');
  assert.equal(await restore(folder, file), undefined);
  assert.deepEqual(marks(path), ['first']);
});

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

test('a restored database is opened as moved, also when nothing happened since the backup', async (t) => {
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

test('only automatic backups rotate, the oldest first', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const name = (kind: Parameters<typeof backupName>[0], day: number) =>
    backupName(kind, new Date(Date.UTC(2026, 10, day)));
  for (const day of [1, 2, 3, 4]) writeFileSync(join(folder, name('automatic', day)), '');
  for (const kind of ['manual', 'before-upgrade', 'before-restore'] as const)
    writeFileSync(join(folder, name(kind, 1)), '');
  rotate(folder, 2);
  assert.deepEqual(
    readdirSync(folder).sort(),
    [
      name('automatic', 3),
      name('automatic', 4),
      name('manual', 1),
      name('before-upgrade', 1),
      name('before-restore', 1),
    ].sort(),
  );
});

test('the draft of a killed backup is removed by the next one', async (t) => {
  const { folder, backups } = await install(t);
  mkdirSync(join(backups, 'draft-999999999-abc'), { recursive: true });
  await backUp(folder);
  assert.deepEqual(
    readdirSync(backups).filter((name) => name.startsWith('draft')),
    [],
  );
});

test('a backup that does not fit on the disk is refused with what it needs', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'full '));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.throws(() => checkSpace(folder, 1e18, 'The backup'), { code: 'disk-too-full' });
  checkSpace(folder, 1, 'The backup');
});

test('a backup of a damaged database fails with advice and leaves no draft', async (t) => {
  const { folder, path, backups } = await install(t);
  writeFileSync(path, 'no database at all'.repeat(500));
  await assert.rejects(backUp(folder), { code: 'store-unavailable' });
  assert.deepEqual(readdirSync(backups), []);
});

test('commands that copy a file refuse a database on Postgres', async (t) => {
  const { folder } = await install(t);
  const { code, err } = await command('backup', folder, [], {
    DATABASE_URL: 'postgres://ada:secret@127.0.0.1/callbacks',
  });
  assert.equal(code, 1);
  assert.match(err, /docs\/backup\.md/);
});

test('a backup without a database says where it looked', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nothing-'));
  t.after(() => rmSync(folder, { recursive: true }));
  await assert.rejects(backUp(folder), /no database at .*data\/callbacks\.db/);
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

test('backup, restore and migration refuse a place that is no path, not the default one', async (t) => {
  const { folder, path } = await install(t);
  const file = await backUp(folder);
  write(path, 'second');
  const before = filesIn(folder);
  const wrong: [name: string, args: string[], env: Record<string, string>][] = [
    ['backup', [], { BACKUP_FOLDER: 's3://bucket/x' }],
    ['restore', [file], { DATABASE_PATH: 'mysql://db/calls' }],
    ['migrate', [], { DATABASE_PATH: 'sqlite:///data/calls.db' }],
  ];
  for (const [name, args, env] of wrong) {
    const { code, err } = await command(name, folder, args, env);
    assert.equal(code, 1, err);
    assert.match(err, /is an address, not a path\./, name);
  }
  assert.deepEqual(filesIn(folder), before);
  assert.deepEqual(marks(path), ['first', 'second']);
});
