import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { StepResult } from '../engine.ts';

/** One open handle of the file. Everything on it is synchronous; statements are prepared once for each text. */
export type Connection = {
  run(sql: string, parameters?: readonly unknown[]): StepResult;
  returnsRows(sql: string): boolean;
  /** Row by row, on a statement of its own: others may run meanwhile. */
  iterate(sql: string, parameters: readonly unknown[]): IterableIterator<unknown>;
  inTransaction(): boolean;
  close(): void;
};

type Prepared = { statement: StatementSync; returnsRows: boolean };

/** How long, in milliseconds, a statement may block the event loop for a lock; longer waits are the caller's. */
const busyTimeout = 50;

export function connect(path: string, { readOnly }: { readOnly: boolean }): Connection {
  const database = new DatabaseSync(path, { readOnly, timeout: busyTimeout });
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    const made = { statement, returnsRows: statement.columns().length > 0 };
    prepared.set(sql, made);
    return made;
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
