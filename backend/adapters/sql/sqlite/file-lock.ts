import { storeFault } from '../store-fault.ts';
import { type Connection, connect } from './connection.ts';
import { isBusy } from './faults.ts';

/**
 * Keeps a second process off the database, by an exclusive lock on a file beside it. The operating system takes the
 * lock away from a process that dies, however it dies. The file stays: removing it would let two processes each
 * lock a file of that name.
 */
export function lockFile(path: string): { release(): void } {
  const connection = connect(`${path}.lock`, { readOnly: false });
  try {
    connection.run('pragma journal_mode = memory');
    connection.run('begin exclusive');
  } catch (error) {
    connection.close();
    throw isBusy(error) ? databaseInUse(path, error) : error;
  }
  return { release: () => releaseLock(connection) };
}

function releaseLock(connection: Connection): void {
  connection.run('rollback');
  connection.close();
}

function databaseInUse(path: string, cause: unknown) {
  return storeFault('database-in-use', {
    message: `Another process has the database ${path} open.`,
    advice: 'Stop it first, or give this one another file with DATABASE_PATH.',
    cause,
  });
}
