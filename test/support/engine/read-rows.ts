import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** What anybody who opens the file now would read: committed rows only. */
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
