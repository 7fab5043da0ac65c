import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteDialect, type SqliteStatement, sql } from 'kysely';
import type { StepResult, TableDialect } from '../engine.ts';
import { nameFile, translateFaults } from './faults.ts';
import { createNameSearch, lastDigits } from './text-search.ts';

/** Runs kysely's statements on a connection, which the first one opens. Database faults throw `store-unavailable`. */
export function sqliteDialect(open: () => Connection): Dialect {
  const dialect = new SqliteDialect({
    async database() {
      const connection = translateFaults(open);
      return { prepare: (text) => prepareOn(connection, text), close: () => connection.close() };
    },
  });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** Runs each migration in a transaction, so that a failed or killed one leaves nothing. Kysely's adapter does not. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function prepareOn(connection: Connection, text: string): SqliteStatement {
  const run = (parameters: readonly unknown[]) => translateFaults(() => connection.run(text, parameters));
  return {
    reader: translateFaults(() => connection.returnsRows(text)),
    all: (parameters) => run(parameters).rows,
    run: (parameters) => ({ changes: run(parameters).count, lastInsertRowid: 0 }),
    iterate: (parameters) => translateFaults(() => connection.iterate(text, parameters)),
  };
}

/** The table definitions in SQLite's syntax. */
export const sqliteTables: TableDialect = {
  inTransaction: false,
  autoIncrementId: (column) => column.primaryKey().autoIncrement(),
  createNameSearch,
  lastDigits,
  async protectEndedStatus(db) {
    await sql`
    create trigger callbacks_keep_their_end before update of request_status on callbacks
    when old.request_status <> new.request_status and (
      old.request_status in ('completed', 'cancelled')
      or (old.request_status = 'failed' and new.request_status <> 'verified')
    )
    begin
      select raise(abort, 'a callback that has ended keeps its end');
    end
  `.execute(db);
  },
};

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

  function run(sql: string, parameters: readonly unknown[]): StepResult {
    const { statement, returnsRows } = prepare(sql);
    const values = parameters as SQLInputValue[];
    if (!returnsRows) return { rows: [], count: Number(statement.run(...values).changes) };
    const rows = statement.all(...values);
    return { rows, count: rows.length };
  }

  return {
    run: (sql, parameters = []) => nameFile(path, () => run(sql, parameters)),
    returnsRows: (sql) => prepare(sql).returnsRows,
    iterate: (sql, parameters) => database.prepare(sql).iterate(...(parameters as SQLInputValue[])),
    inTransaction: () => database.isTransaction,
    close: () => database.close(),
  };
}
