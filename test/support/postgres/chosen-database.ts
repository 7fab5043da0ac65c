import { rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { DatabasePlace } from '../../../backend/adapters/sql/database.ts';
import { createEmptyDatabase } from '../database/empty-database.ts';
import { lendDatabase, type TestDatabase } from './database.ts';

export type ChosenDatabase = {
  place: DatabasePlace;
  /** For `readRows`: the path of the file, or the address of the database. */
  path: string;
  /** Makes the closed database look like one that was restored or copied. */
  markMoved(): Promise<void>;
  /** Makes the database refuse changes until the returned function is called. */
  refuseChanges(): Promise<() => Promise<void>>;
  remove(): Promise<void>;
};

/** Whether engine and HTTP tests run on Postgres: `TEST_DATABASE=postgres npm test`. */
const onPostgres = process.env.TEST_DATABASE === 'postgres';

/** Returns the empty database of one test. */
export async function chooseDatabase(): Promise<ChosenDatabase> {
  if (onPostgres) {
    const { url, sql, release } = await lendDatabase();
    const markMoved = async () => void (await sql("update database_seal set identity = 'another server'"));
    const refuseChanges = () => refuseConnections(sql, new URL(url).pathname.slice(1));
    return { place: { url, poolSize: 4 }, path: url, markMoved, refuseChanges, remove: release };
  }
  const { folder, path } = await createEmptyDatabase();
  return {
    place: { path },
    path,
    markMoved: () => rm(`${path}.seal`),
    refuseChanges: async () => lockFile(path),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The connection of the test itself stays. */
async function refuseConnections(sql: TestDatabase['sql'], name: string): Promise<() => Promise<void>> {
  await sql(`alter database ${name} allow_connections false`);
  await sql(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  return async () => void (await sql(`alter database ${name} allow_connections true`));
}

function lockFile(path: string): () => Promise<void> {
  const intruder = new DatabaseSync(path);
  intruder.exec('BEGIN IMMEDIATE');
  return async () => intruder.close();
}
