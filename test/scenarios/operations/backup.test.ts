import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { createClock } from '../../../backend/adapters/system/clock.ts';
import { backupName, checkSpace, rotate } from '../../../backend/operations/backup/backup-folder.ts';
import {
  backUp,
  command,
  filesIn,
  install,
  marks,
  restore,
  write,
} from '../../support/operations/backed-up-installation.ts';

const secret = 'a-secret-that-only-this-test-knows-0123456789';

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

test('backup, restore and migration refuse an address where a path is expected', async (t) => {
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
