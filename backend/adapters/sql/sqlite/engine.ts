import { existsSync, statSync } from 'node:fs';
import { CompiledQuery, Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Database, Instant } from '../schema.ts';
import { moveUnfinished } from '../store-fault.ts';
import { type Connection, connect, sqliteDialect, sqliteTables } from './connection.ts';
import { isBusy, storeUnavailable, translateFaults } from './faults.ts';
import { lockFile } from './file-lock.ts';
import { groupCommit } from './group-commit.ts';
import { locateDatabase } from './locate.ts';
import { admit, movedTo } from './move-mark.ts';
import { acceptMove, renewSeal } from './seal.ts';
import { createSideReader } from './side-reader.ts';
import { lastDigits, looksAtAllNames, withNamePart } from './text-search.ts';

/**
 * Opens a database file for this process alone. Creates the file and its folder when they are missing.
 * `lockTimeoutMs`: the longest wait for a program that locks the database and ignores the lock file.
 * `completes`: the move to this file that ends with its opening.
 * Throws `database-in-use`, `store-unavailable`, `database-moved` or `move-unfinished`.
 */
export async function openSqlite(file: {
  path: string;
  lockTimeoutMs: number;
  completes?: string | undefined;
}): Promise<Engine> {
  const open: (() => void)[] = [];
  const closeAll = () => {
    for (const close of open.splice(0).reverse()) close();
  };
  try {
    if (file.completes !== undefined && !existsSync(file.path)) throw moveUnfinished();
    const path = locateDatabase(file.path);
    const lock = lockFile(path);
    open.push(lock.release);
    const writer = await openWriter(path, open, file.completes);
    const moved = renewSeal(path, writer) === 'moved';
    const reader = openReader(path);
    const side = createSideReader(path);
    const queue = groupCommit({ connection: writer, lockTimeoutMs: file.lockTimeoutMs });
    return {
      db: reader,
      moved,
      acceptMove: async () => acceptMove(path),
      movedTo: async () => translateFaults(() => movedTo(writer, path)),
      // A group commit runs without a pause, so no transaction is open here. The writer's page cache is current; a
      // second connection would reload its pages after every commit.
      read: async <Row>(query: CompiledQuery<Row>) =>
        translateFaults(() => writer.run(query.sql, query.parameters).rows as Row[]),
      readAside: side.read,
      withNamePart,
      looksAtAllNames,
      lastDigits,
      // https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
      withoutIndex: <Value>(value: RawBuilder<Value>) => sql<Value>`+${value}`,
      write: queue.write,
      // All changes queue in this process and run one by one.
      lockKey: () => [],
      skipLocked: (query) => query,
      // https://www.sqlite.org/lang_datefunc.html
      movedInstant: (column, ms) =>
        sql<Instant>`strftime('%Y-%m-%dT%H:%M:%fZ', ${sql.ref(column)}, ${`${ms / 1_000} seconds`})`,
      async checkWritable() {
        await queue.write([{ query: CompiledQuery.raw('pragma application_id = 0') }]);
      },
      sizeBytes: async () => sizeOf(path),
      scrub: async () => translateFaults(() => scrub(writer)),
      async close() {
        await queue.drain();
        await side.close();
        await reader.destroy();
        closeAll();
      },
    };
  } catch (error) {
    closeAll();
    throw storeUnavailable(error);
  }
}

/** Reads committed rows and cannot write. The first query opens the connection, `destroy` closes it. */
export function openReader(path: string): Kysely<Database> {
  return new Kysely<Database>({ dialect: sqliteDialect(() => connect(path, { readOnly: true })) });
}

/** The write-ahead log belongs to the database. It is absent in between. */
function sizeOf(path: string): number {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return statSync(path).size + (log?.size ?? 0);
}

async function openWriter(
  path: string,
  open: (() => void)[],
  completes: string | undefined,
): Promise<Connection> {
  const writer = connect(path, { readOnly: false });
  open.push(writer.close);
  admit(writer, completes);
  writer.run('pragma journal_mode = wal');
  // A commit must survive a power cut: https://www.sqlite.org/pragma.html#pragma_synchronous
  writer.run('pragma synchronous = full');
  // https://www.sqlite.org/pragma.html#pragma_secure_delete
  writer.run('pragma secure_delete = on');
  await migrate(new Kysely<unknown>({ dialect: sqliteDialect(() => writer) }), sqliteTables);
  return writer;
}

/**
 * Removes the copies of deleted rows that `secure_delete` leaves in split pages and in the WAL. `vacuum` rewrites the
 * file, the checkpoint empties the WAL. Returns false while another program reads either.
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
