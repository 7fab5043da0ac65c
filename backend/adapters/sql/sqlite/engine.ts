import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompiledQuery, Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Database } from '../schema.ts';
import { storeFault } from '../store-fault.ts';
import { type Connection, connect } from './connection.ts';
import { keepEnds, sqliteDialect } from './dialect.ts';
import { isBusy, namingFaults, storeUnavailable } from './faults.ts';
import { lockFile } from './file-lock.ts';
import { groupCommit } from './group-commit.ts';
import { renewSeal } from './seal.ts';

/**
 * Opens a database file for this process alone, making it and its folder where needed. `lockPatience`: how many
 * milliseconds a program that does not know of our lock may hold the database. Throws `database-in-use` or
 * `store-unavailable`.
 */
export async function openSqlite(file: { path: string; lockPatience: number }): Promise<Engine> {
  const open: (() => void)[] = [];
  const closeAll = () => {
    for (const close of open.splice(0).reverse()) close();
  };
  try {
    makeFile(file.path);
    const lock = lockFile(file.path);
    open.push(lock.release);
    const writer = await openWriter(file.path, open);
    const moved = renewSeal(file.path, writer) === 'moved';
    const reader = openReader(file.path);
    const queue = groupCommit({ connection: writer, lockPatience: file.lockPatience });
    return {
      db: reader,
      moved,
      // A group of changes begins and ends without a pause, so none is open when this runs. The connection that wrote
      // last has its pages at hand, where another one would have to fetch them anew after every commit.
      read: async <Row>(query: CompiledQuery<Row>) =>
        namingFaults(() => writer.run(query.sql, query.parameters).rows as Row[]),
      write: queue.write,
      // All changes of this file queue in this process, so nobody can come in between.
      exclusive: () => [],
      skipLocked: (query) => query,
      async probe() {
        await queue.write([{ query: CompiledQuery.raw('pragma application_id = 0') }]);
      },
      scrub: async () => namingFaults(() => scrub(writer)),
      async close() {
        await queue.drain();
        await reader.destroy();
        closeAll();
      },
    };
  } catch (error) {
    closeAll();
    throw storeUnavailable(error);
  }
}

/** Committed rows only, and no way to write. The connection opens with the first query; `destroy` closes it. */
export function openReader(path: string): Kysely<Database> {
  return new Kysely<Database>({ dialect: sqliteDialect(() => connect(path, { readOnly: true })) });
}

/** Names and numbers stand in it: nobody but its owner reads it. SQLite gives the files beside it the same rights. */
function makeFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw storeFault('store-unavailable', {
      message: `The database ${path} cannot be opened.`,
      advice: 'See that its folder can be written by this user and has room.',
      cause,
    });
  }
}

async function openWriter(path: string, open: (() => void)[]): Promise<Connection> {
  const writer = connect(path, { readOnly: false });
  open.push(writer.close);
  writer.run('pragma journal_mode = wal');
  // An answer that was given must outlast a power cut: https://www.sqlite.org/pragma.html#pragma_synchronous
  writer.run('pragma synchronous = full');
  // https://www.sqlite.org/pragma.html#pragma_secure_delete
  writer.run('pragma secure_delete = on');
  const tables = new Kysely<unknown>({ dialect: sqliteDialect(() => writer) });
  await migrate(tables, { growingId: (column) => column.primaryKey().autoIncrement(), keepEnds });
  return writer;
}

/**
 * Deleted rows are overwritten where they lay, but copies remain in pages that were split while the rows still stood,
 * and in the log beside the file. Rewriting the file drops the former, moving the log into it the latter; false while
 * another program reads either.
 */
export function scrub(connection: Connection): boolean {
  try {
    connection.run('vacuum');
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
  const [checkpoint] = connection.run('pragma wal_checkpoint(truncate)').rows as { busy: number }[];
  return checkpoint?.busy === 0;
}
