import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { currentRelease } from '../../../backend/operations/update/releases.ts';
import { type InstalledCopy, installCopy, type Version } from '../../support/operations/installed-copy.ts';

const rows = 3_000;
const copy = await installCopy({ rows });
after(() => copy.remove());

/** Every row is there, all of them belong to the version that runs, and it answers. */
async function runsWell({ sql, health, root, commits }: InstalledCopy, version: Version): Promise<void> {
  const [found] = sql<{ all_rows: number; new_rows: number }>(
    `select count(*) as all_rows, sum(status_message like '%(new)') as new_rows
    from callbacks where request_id like 'filled-%'`,
  );
  assert.deepEqual([found?.all_rows, found?.new_rows], [rows, version === 'next' ? rows : 0]);
  assert.equal(currentRelease(root), commits[version]);
  assert.equal((await health())?.status, 'healthy');
}

test('an update whose server does not start is undone, with every row', async () => {
  const { code, output } = await copy.command(['--to', 'broken-start', '--health-timeout', '4']);
  assert.equal(code, 1, output);
  assert.match(output, /did not become healthy/);
  await runsWell(copy, 'first');
});

test('an update whose migration fails is undone and leaves the database as it was', async () => {
  const { code, output } = await copy.command(['--to', 'broken-migration']);
  assert.equal(code, 1, output);
  assert.match(output, /no_such_table/);
  await runsWell(copy, 'first');
  const kept = readdirSync(join(copy.root, 'data')).filter((name) => name.includes('.kept-'));
  assert.equal(kept.length, 1, 'only the former test replaced the database');
});

test('an update with calls in progress is refused, and the server goes on', async () => {
  const at = '2026-11-22T09:00:00.000Z';
  copy.sql(`insert into attempts (request_id, site_id, number, token, line, phase, intended_at, facts)
    values ('filled-1', 'default', 1, 't', '+12015550123', 'talking', '${at}', '{}')`);
  const { code, output } = await copy.command(['--to', 'next']);
  copy.sql("delete from attempts where token = 't'");
  assert.equal(code, 1, output);
  assert.match(output, /1 call is in progress/);
  await runsWell(copy, 'first');
});

test('uncommitted changes of the deployer refuse an update', async () => {
  const file = join(copy.root, 'frontend/styles/theme.css');
  writeFileSync(file, '/* mine */', { flag: 'a' });
  const { code, output } = await copy.command(['--to', 'next']);
  assert.equal(code, 1);
  assert.match(output, /frontend\/styles\/theme\.css/);
  execFileSync('git', ['checkout', '-q', '.'], { cwd: copy.root });
});

// tools/update-drill.ts kills at many more points, with a large database.
test('an update that was killed continues when it is run again', async () => {
  await copy.command(['--to', 'next'], 2_600);
  const { code, output } = await copy.command(['--to', 'next']);
  assert.equal(code, 0, output);
  await runsWell(copy, 'next');
});

test('a rollback by hand restores the former database and keeps the newer one', async () => {
  const { code, output } = await copy.command(['rollback']);
  assert.equal(code, 0, output);
  await runsWell(copy, 'first');
  const again = await copy.command(['rollback']);
  assert.equal(again.code, 1);
  assert.match(again.output, /no update to go back from/);
});
