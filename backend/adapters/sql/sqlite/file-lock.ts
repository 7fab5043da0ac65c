import { storeFault } from '../store-fault.ts';
import { type Connection, connect } from './connection.ts';
import { isBusy } from './faults.ts';

/**
 * Locks the database for this process by an exclusive lock on a file beside it. The operating system releases the
 * lock when the process dies. The file is never removed: two processes could then lock two files of that name.
 * Throws `database-in-use`.
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
    advice: 'Stop that process, or set DATABASE_PATH to another file.',
    cause,
  });
}
