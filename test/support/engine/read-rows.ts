import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** Reads committed rows from the file. */
export function readRows(path: string, sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
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
