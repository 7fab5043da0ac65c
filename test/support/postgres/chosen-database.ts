import { rm } from 'node:fs/promises';
import type { DatabasePlace } from '../../../backend/adapters/sql/database.ts';
import { createEmptyDatabase } from '../database/empty-database.ts';
import { lendDatabase } from './database.ts';

export type ChosenDatabase = {
  place: DatabasePlace;
  /** For `readRows`: the path of the file, or the address of the database. */
  path: string;
  remove(): Promise<void>;
};

/** Whether engine and HTTP tests run on Postgres: `TEST_DATABASE=postgres npm test`. */
const onPostgres = process.env.TEST_DATABASE === 'postgres';

/** Returns the empty database of one test. */
export async function chooseDatabase(): Promise<ChosenDatabase> {
  if (onPostgres) {
    const { url, release } = await lendDatabase();
    return { place: { url, poolSize: 4 }, path: url, remove: release };
  }
  const { folder, path } = await createEmptyDatabase();
  return { place: { path }, path, remove: () => rm(folder, { recursive: true }) };
}
