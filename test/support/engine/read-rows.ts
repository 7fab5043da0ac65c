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

/** Changes rows without the store, as another version of the platform does. */
export function changeRows(path: string, sql: string): void {
  if (path.startsWith('postgres:')) {
    readPostgresRows(path, sql, []);
    return;
  }
  const database = new DatabaseSync(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}
