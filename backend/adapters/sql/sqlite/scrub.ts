import type { Connection } from './connection.ts';
import { isBusy } from './faults.ts';

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
