import { chmodSync, closeSync, lstatSync, openSync } from 'node:fs';
import { type StoreFault, storeFault } from '../store-fault.ts';
import { type Connection, connect } from './connection.ts';
import { isBusy, isDiskFull } from './faults.ts';

/**
 * Locks the database for this process by an exclusive lock on a file beside it. The operating system releases the
 * lock when the process dies. The file is never removed: two processes could then lock two files of that name.
 * Throws `database-in-use`.
 */
export function lockFile(path: string): { release(): void } {
  protectFile(`${path}.lock`);
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

/** Another user who can open the file could hold the lock and keep the server from starting. */
function protectFile(lock: string): void {
  try {
    const found = lstatSync(lock, { throwIfNoEntry: false });
    if (found === undefined) closeSync(openSync(lock, 'wx', 0o600));
    else if (!found.isFile()) throw new Error('The lock is not a plain file.');
    else if ((found.mode & 0o077) !== 0) chmodSync(lock, 0o600);
  } catch (cause) {
    throw isDiskFull(cause) ? cause : lockNotOurs(lock, cause);
  }
}

function lockNotOurs(lock: string, cause: unknown): StoreFault {
  return storeFault('store-unavailable', {
    message: `The lock ${lock} of the database belongs to another user.`,
    advice: 'Stop the server of that user, then delete the file.',
    cause,
  });
}

function databaseInUse(path: string, cause: unknown): StoreFault {
  return storeFault('database-in-use', {
    message: `Another process has the database ${path} open.`,
    advice: 'Stop that process, or set DATABASE_PATH to another file.',
    cause,
  });
}
