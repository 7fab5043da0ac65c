import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Receives one JSON line at a time. */
export type LineWriter = { write(line: string): void };

/** Two files of this size together are the most that a log takes. */
const maxFileBytes = 8_000_000;

/**
 * Writes lines to a file that its owner alone can read. A full file becomes `<file>.1`, which replaces the former one.
 * A log that cannot be written must not stop calls, so faults are dropped: the same lines go to the standard output.
 */
export function createLogFile(path: string, maxBytes = maxFileBytes): LineWriter {
  let bytes = sizeOf(path);
  return {
    write(line) {
      try {
        if (bytes >= maxBytes) {
          renameSync(path, `${path}.1`);
          bytes = 0;
        }
        appendFileSync(path, line, { mode: 0o600 });
        bytes += Buffer.byteLength(line);
      } catch {
        // The standard output has the line.
      }
    },
  };
}

/** Returns the writers of an installation that keeps log files: everything, and sign-in by providers on its own. */
export function createLogFiles(path: string): LineWriter[] {
  const signIn = createLogFile(join(dirname(path), 'oauth_providers.log'));
  const filtered = { write: (line: string) => (isAboutSignIn(line) ? signIn.write(line) : undefined) };
  return [createLogFile(path), filtered];
}

function isAboutSignIn(line: string): boolean {
  return line.includes('"message":"sign-in') || line.includes('"provider":"');
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
