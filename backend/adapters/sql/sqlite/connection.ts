import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { StepResult } from '../engine.ts';

/** One open handle of the file. All calls are synchronous; each statement text is prepared once. */
export type Connection = {
  run(sql: string, parameters?: readonly unknown[]): StepResult;
  returnsRows(sql: string): boolean;
  /** Reads row by row on its own prepared statement, so that other statements can run meanwhile. */
  iterate(sql: string, parameters: readonly unknown[]): IterableIterator<unknown>;
  inTransaction(): boolean;
  close(): void;
};

type Prepared = { statement: StatementSync; returnsRows: boolean };

/** The longest time that a statement blocks the event loop for a lock. Callers retry after it. */
const busyTimeoutMs = 50;

export function connect(path: string, { readOnly }: { readOnly: boolean }): Connection {
  const database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    const created = { statement, returnsRows: statement.columns().length > 0 };
    prepared.set(sql, created);
    return created;
  }

  return {
    run(sql, parameters = []) {
      const { statement, returnsRows } = prepare(sql);
      const values = parameters as SQLInputValue[];
      if (!returnsRows) return { rows: [], count: Number(statement.run(...values).changes) };
      const rows = statement.all(...values);
      return { rows, count: rows.length };
    },
    returnsRows: (sql) => prepare(sql).returnsRows,
    iterate: (sql, parameters) => database.prepare(sql).iterate(...(parameters as SQLInputValue[])),
    inTransaction: () => database.isTransaction,
    close: () => database.close(),
  };
}
