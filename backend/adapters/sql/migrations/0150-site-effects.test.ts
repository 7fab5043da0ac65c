import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { connect, sqliteDialect, sqliteTables } from '../sqlite/connection.ts';
import { firstTables } from './0001-first-tables.ts';
import { siteEffects } from './0150-site-effects.ts';

const time = "'2026-11-22T09:30:00.000Z'";

function callbackRow(id: string): string {
  return `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
    status_message, notice, code_send_number, attempts, version, created_at, updated_at)
    values ('${id}', 'default', 'AAA-AAAA', 'Ada', '+12015550145', 'pending', '', 'none', 1, 0, 3, ${time}, ${time})`;
}

function effectRow(owner: string, key: string, lease: string): string {
  return `insert into effects (request_id, effect_key, site_id, kind, effect, armed_version, due_at, waiting_since,
    owner, lease_until, fence, tries, woken)
    values ('${owner}', '${key}', 'default', '${key}', '{"kind":"${key}"}', 3, ${time}, ${time}, ${lease}, 4, 5, 1)`;
}

test('effects of an older database stay as they were, and a site can have effects', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'site-effects-'));
  t.after(() => rm(folder, { recursive: true }));
  const connection = connect(join(folder, 'a.db'), { readOnly: false });
  t.after(() => connection.close());
  const db = new Kysely<unknown>({ dialect: sqliteDialect(() => connection) });
  const migrate = async (migrations: Record<string, Migration>) => {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    assert.equal(error, undefined);
  };
  const rows = () =>
    connection
      .run('select * from effects order by request_id, effect_key')
      .rows.map((row) => ({ ...(row as object) }));
  const older = { '0001-first-tables': firstTables(sqliteTables) };
  await migrate(older);
  connection.run(callbackRow('1'));
  connection.run(effectRow('1', 'expire-request', 'null, null'));
  connection.run(effectRow('1', 'send-code', `'a', ${time}`));
  assert.throws(() => connection.run(effectRow('site/default', 'warn-owner', 'null, null')), /FOREIGN KEY/);
  const before = rows();
  assert.equal(before.length, 2);
  await migrate({ ...older, '0150-site-effects': siteEffects });
  assert.deepEqual(rows(), before);
  connection.run(effectRow('site/default', 'warn-owner', 'null, null'));
  assert.throws(() => connection.run(effectRow('site/default', 'warn-owner', 'null, null')), /UNIQUE/);
  const { rows: indexes } = connection.run(
    "select name from sqlite_schema where type = 'index' and tbl_name = 'effects' and name like 'effects_%' order by 1",
  );
  assert.deepEqual(
    indexes.map((row) => (row as { name: string }).name),
    ['effects_by_time', 'effects_held'],
  );
});
