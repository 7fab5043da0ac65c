import { type Dialect, SqliteAdapter, SqliteDialect, type SqliteStatement, sql } from 'kysely';
import type { TableDialect } from '../engine.ts';
import type { Connection } from './connection.ts';
import { translateFaults } from './faults.ts';

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
  autoIncrementId: (column) => column.primaryKey().autoIncrement(),
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
