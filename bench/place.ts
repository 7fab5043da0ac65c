import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';

/** A folder for this run beside the real database, so that it lies on the same disk; it goes when the process does. */
export function makePlace(): string {
  mkdirSync('data', { recursive: true });
  const directory = mkdtempSync('data/bench-');
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
