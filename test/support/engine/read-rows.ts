import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { readPostgresRows } from '../postgres/read-rows.ts';

/** Reads committed rows from the file, or from the Postgres database at an address. */
export function readRows(path: string, sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
  if (path.startsWith('postgres:')) return readPostgresRows(path, sql, values);
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all(...values)
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}
