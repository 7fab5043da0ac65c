import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type StoreFault, storeFault } from '../store-fault.ts';
import { isDiskFull, storeUnavailable } from './faults.ts';
import { fileNumber, readSealFile } from './seal.ts';

/**
 * Creates the database file when it is missing, and returns the one path by which it is opened. SQLite, the lock and
 * the seal keep files beside the database, so two names would mean two databases:
 * https://www.sqlite.org/howtocorrupt.html#_multiple_links_to_the_same_file Throws `store-unavailable`.
 */
export function locateDatabase(given: string): string {
  const path = createFile(given);
  if (isMountPoint(path)) throw mountedAlone(path);
  const { nlink } = statSync(path);
  if (existsSync(`${path}.seal`) && (nlink === 1 || isSealed(path))) return path;
  const sealed = sealedName(path);
  if (nlink === 1) return path;
  if (sealed === undefined) throw severalNames(path);
  return sealed;
}

/** The file holds names and numbers, so only its owner can read it. SQLite gives the files beside it the same rights. */
function createFile(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Closing an existing file would drop this process's locks on it: https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    if (statSync(path).isFile()) return realpathSync(path);
  } catch (cause) {
    throw isDiskFull(cause) ? storeUnavailable(cause) : cannotOpen(path, cause);
  }
  throw cannotOpen(path, undefined);
}

function cannotOpen(path: string, cause: unknown): StoreFault {
  return storeFault('store-unavailable', {
    message: `The database ${path} cannot be opened.`,
    advice: 'Check that this user can write its folder.',
    cause,
  });
}

function isSealed(path: string): boolean {
  return readSealFile(`${path}.seal`).file === fileNumber(path);
}

/** Returns the name in the same folder by which the file was opened last. */
function sealedName(path: string): string | undefined {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.seal'))
    .map((name) => join(folder, basename(name, '.seal')))
    .find((name) => existsSync(name) && isSealed(name) && fileNumber(name) === fileNumber(path));
}

/** Linux lists mount points: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
function isMountPoint(path: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    return mounts.some((line) => line.split(' ')[4]?.replaceAll('\\040', ' ') === path);
  } catch {
    return false;
  }
}

function mountedAlone(path: string): StoreFault {
  return storeFault('store-unavailable', {
    message: `The database ${path} is mounted without its folder.`,
    advice: 'Mount the folder of the database instead: the files beside it belong to it.',
    cause: undefined,
  });
}

function severalNames(path: string): StoreFault {
  return storeFault('store-unavailable', {
    message: `The database ${path} has another name (hard link), by which it may be open.`,
    advice: 'Set DATABASE_PATH to the name by which it was opened last, or remove the other name.',
    cause: undefined,
  });
}
