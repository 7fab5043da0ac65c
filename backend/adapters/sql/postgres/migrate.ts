import { Kysely } from 'kysely';
import { migrate, migrationNames } from '../migrations/migrate.ts';
import { readAddress } from './address.ts';
import { type Connections, migrationDialect, openConnections, postgresTables } from './connection.ts';

/** Creates or updates the tables of a database that no server uses. Throws `newer-schema` or `store-unavailable`. */
export async function migratePostgres(url: string): Promise<void> {
  const connections = openConnections(readAddress(url), { size: 1, queryTimeoutMs: 60_000 });
  try {
    await migrateOnce(connections);
  } finally {
    await connections.close();
  }
}

/** Number of the lock that a process takes while it migrates; any number will do. */
const migrationLock = 7_203_115_002;

/**
 * Runs the missing migrations in one transaction, in one process at a time. A migration that cannot get a table's lock
 * gives up instead of blocking all others behind it; the next start tries again.
 */
export async function migrateOnce(connections: Connections): Promise<void> {
  if (await isMigrated(connections)) return;
  await connections.lend(async (client) => {
    await client.query('begin');
    try {
      await client.query(`select pg_advisory_xact_lock(${migrationLock})`);
      await client.query("set local lock_timeout = '5s'");
      await migrate(new Kysely<unknown>({ dialect: migrationDialect(client) }), postgresTables);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
  });
}

/** Most starts find nothing to do, so they take no lock and read no catalogue. */
async function isMigrated({ run }: Connections): Promise<boolean> {
  const { rows: found } = await run("select to_regclass('kysely_migration') is not null as known");
  if (!(found[0] as { known: boolean }).known) return false;
  const { rows } = await run('select name from kysely_migration');
  const names = rows.map((row) => (row as { name: string }).name);
  return names.toSorted().join() === migrationNames(postgresTables).join();
}
