import { type Dialect, type Kysely, SqliteAdapter, SqliteDialect, type SqliteStatement, sql } from 'kysely';
import type { Connection } from './connection.ts';
import { namingFaults } from './faults.ts';

/** Lets kysely run its statements on a connection, which it opens with the first. Faults of the database come out as `store-unavailable`. */
export function sqliteDialect(open: () => Connection): Dialect {
  const dialect = new SqliteDialect({
    async database() {
      const connection = namingFaults(open);
      return { prepare: (sql) => statementOn(connection, sql), close: () => connection.close() };
    },
  });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** Kysely would run migrations bare on SQLite; in a transaction, one that fails or is killed leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function statementOn(connection: Connection, sql: string): SqliteStatement {
  const run = (parameters: readonly unknown[]) => namingFaults(() => connection.run(sql, parameters));
  return {
    reader: namingFaults(() => connection.returnsRows(sql)),
    all: (parameters) => run(parameters).rows,
    run: (parameters) => ({ changes: run(parameters).count, lastInsertRowid: 0 }),
    iterate: (parameters) => namingFaults(() => connection.iterate(sql, parameters)),
  };
}

export async function keepEnds(db: Kysely<unknown>): Promise<void> {
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
}
