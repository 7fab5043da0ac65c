import { mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
/** The databases and browser profiles of a whole run need about half of it (bytes). */
const neededSpace = 4 * 1024 ** 3;

/**
 * Creates a folder, in memory where there is room: elsewhere each commit of a test waits for the disk. A test that kills a
 * process finds the same files in either place.
 */
export function createTemporaryFolder(prefix: string): string {
  return mkdtempSync(join(hasRoomInMemory() ? memory : tmpdir(), prefix));
}

function hasRoomInMemory(): boolean {
  if (process.platform !== 'linux' || process.env.TMPDIR !== undefined) return false;
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  const [, , kind, flags = ''] = mounted.find(([, folder]) => folder === memory) ?? [];
  // Tests start programs that they put into their folders.
  if (kind !== 'tmpfs' || flags.split(',').includes('noexec')) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= neededSpace;
}
