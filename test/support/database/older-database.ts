import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Kysely } from 'kysely';
import { migrate } from '../../../backend/adapters/sql/migrations/migrate.ts';
import {
  type Connection,
  connect,
  sqliteDialect,
  sqliteTables,
} from '../../../backend/adapters/sql/sqlite/connection.ts';

type OlderDatabase = {
  /** Runs one statement and returns its rows. */
  run(sql: string): Record<string, unknown>[];
  /** Runs the migrations up to this one; all without a name. */
  migrateTo(name?: string): Promise<void>;
};

/** Opens a database as an older version left it: after the migration `last`, before the later ones. */
export async function openOlderDatabase(t: TestContext, last: string): Promise<OlderDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'callback-migration-'));
  t.after(() => rm(folder, { recursive: true }));
  const connection = connect(join(folder, 'callbacks.db'), { readOnly: false });
  t.after(() => connection.close());
  const db = new Kysely<unknown>({ dialect: sqliteDialect(() => connection) });
  await migrate(db, sqliteTables, last);
  return {
    run: (sql) => rowsOf(connection, sql),
    migrateTo: (name) => migrate(db, sqliteTables, name),
  };
}

/** SQLite's rows have no prototype. */
function rowsOf(connection: Connection, sql: string): Record<string, unknown>[] {
  return connection.run(sql).rows.map((row) => ({ ...(row as Record<string, unknown>) }));
}
