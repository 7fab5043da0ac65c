import { openDatabase } from '../../adapters/sql/database.ts';
import { compareMigrations } from '../../adapters/sql/sqlite/snapshot.ts';
import { createClock } from '../../adapters/system/clock.ts';

/** Runs the missing migrations as a start does, and closes the database. Throws store faults. */
export async function migrateDatabase(path: string): Promise<void> {
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  await store.close();
}

/** Returns the migrations that the database lacks, and those that this version does not know. */
export function compareDatabase(path: string): { missing: string[]; unknown: string[] } {
  return compareMigrations(path);
}
