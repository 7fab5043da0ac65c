import { type CompiledQuery, Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Database, Instant } from '../schema.ts';
import { readAddress } from './address.ts';
import { openAnnouncements } from './announcements.ts';
import { type Connections, openConnections } from './connection.ts';
import { storeUnavailable } from './faults.ts';
import { groupCommit } from './group-commit.ts';
import { migrateOnce } from './migrate.ts';
import { admit, movedTo } from './move-mark.ts';
import { acceptMove, readSeal } from './seal.ts';
import { lastDigits, looksAtAllNames, withNamePart } from './text-search.ts';

export type PostgresSettings = {
  url: string;
  /** Maximum number of connections for reads; changes and lists have a few more. */
  poolSize: number;
  /** The server itself, when `url` leads to a pooler. */
  directUrl?: string | undefined;
  /** The move to this database that ends with its opening. */
  completes?: string | undefined;
  /** Called when this process does not hear of the commits of others. */
  onListenFault?: (problem: string, fix: string) => void;
};

/** One group of changes is written at a time; the second connection asks about a lost commit. */
const writers = 2;
/** Lists and figures of operators, which can take long, never wait for those of visitors and never delay them. */
const listReaders = 2;

/**
 * Opens a Postgres database, which other processes can use at the same time. Throws `store-unavailable`,
 * `database-moved` or `move-unfinished`.
 */
export async function openPostgres(settings: PostgresSettings): Promise<Engine> {
  const { url, directUrl = url, poolSize, onListenFault: onFault } = settings;
  const address = readAddress(url);
  const reads = openConnections(address, { size: poolSize, queryTimeoutMs: 10_000 });
  const lists = openConnections(address, { size: listReaders, queryTimeoutMs: 60_000 });
  const changes = openConnections(address, { size: writers, queryTimeoutMs: 15_000, pipeline: true });
  const all = [reads, lists, changes];
  let moved: boolean;
  try {
    await admit(reads.run, settings.completes);
    await migrateOnce(reads);
    moved = (await readSeal(reads)) === 'moved';
  } catch (error) {
    await Promise.all(all.map(({ close }) => close()));
    throw storeUnavailable(error);
  }
  const others = openAnnouncements({ connections: reads, direct: readAddress(directUrl), onFault });
  const db = new Kysely<Database>({ dialect: reads.dialect });
  const queue = groupCommit(changes);
  const select =
    ({ run }: Connections) =>
    async <Row>(query: CompiledQuery<Row>) =>
      (await run(query.sql, query.parameters)).rows as Row[];
  return {
    db,
    moved,
    acceptMove: () => acceptMove(reads),
    movedTo: () => movedTo(reads.run),
    read: select(reads),
    readAside: select(lists),
    withNamePart: (part, limit) => withNamePart(db, part, limit),
    looksAtAllNames,
    lastDigits,
    // Its planner keeps statistics of the data: https://www.postgresql.org/docs/current/planner-stats.html
    withoutIndex: (value) => value,
    write: queue.write,
    announce: others.announce,
    onAnnounced: others.onAnnounced,
    // The writers of all replicas take turns.
    lockKey: () => [],
    skipLocked: (query) => query.forUpdate().skipLocked(),
    movedInstant: (column, ms) => sql<Instant>`to_char(
      (${sql.ref(column)}::timestamptz + make_interval(secs => ${ms / 1_000})) at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    async checkWritable() {
      await reads.run(
        `insert into leases (name, owner, lease_until) values ('check', '', '')
        on conflict (name) do update set owner = excluded.owner`,
      );
    },
    async sizeBytes() {
      const { rows } = await reads.run('select pg_database_size(current_database()) as bytes');
      return (rows[0] as { bytes: number }).bytes;
    },
    // Postgres reuses the space of deleted rows by itself: https://www.postgresql.org/docs/current/routine-vacuuming.html
    scrub: async () => true,
    async close() {
      await queue.drain();
      await others.close();
      await Promise.all(all.map(({ close }) => close()));
    },
  };
}
