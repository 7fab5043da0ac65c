import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { connect, sqliteDialect, sqliteTables } from '../sqlite/connection.ts';
import { firstTables } from './0001-first-tables.ts';
import { listedCalls } from './0060-listed-calls.ts';

const time = "'2026-11-22T09:30:00.000Z'";

function callbackRow(id: string): string {
  return `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
    status_message, notice, code_send_number, attempts, version, created_at, updated_at)
    values ('${id}', 'default', '${id}', 'Ada', '+1201555010${id}', 'calling', '', 'none', 1, 1, 1, ${time}, ${time})`;
}

function attemptRow(id: string, columns: string, values: string): string {
  return `insert into attempts (request_id, number, site_id, token, line, phase, intended_at, facts, ${columns})
    values ('${id}', 1, 'default', 'token-${id}', '+12015550123', 'placed', ${time}, '{}', ${values})`;
}

test('SIDs of an older database stay known, once each, and guesses may repeat them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'listed-calls-'));
  t.after(() => rm(folder, { recursive: true }));
  const connection = connect(join(folder, 'a.db'), { readOnly: false });
  t.after(() => connection.close());
  const db = new Kysely<unknown>({ dialect: sqliteDialect(() => connection) });
  const migrate = async (migrations: Record<string, Migration>) => {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    assert.equal(error, undefined);
  };
  const older = { '0001-first-tables': firstTables(sqliteTables) };
  await migrate(older);
  for (const id of ['1', '2', '3']) connection.run(callbackRow(id));
  connection.run(attemptRow('1', 'call_sid', "'CA1'"));
  connection.run(attemptRow('2', 'outcome', 'null'));
  await migrate({ ...older, '0060-listed-calls': listedCalls });
  const { rows } = connection.run('select call_sid, confirmed from attempts order by request_id');
  assert.deepEqual(
    rows.map((row) => ({ ...(row as object) })),
    [
      { call_sid: 'CA1', confirmed: 1 },
      { call_sid: null, confirmed: 0 },
    ],
  );
  connection.run(attemptRow('3', 'call_sid, confirmed', "'CA1', 0"));
  assert.throws(() => connection.run("update attempts set confirmed = 1 where request_id = '3'"), /UNIQUE/);
});
