import { randomInt } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Connection } from './connection.ts';

/** The file beside the database. It lists the seals that the database can carry. */
type SealFile = { seals: number[] };

/**
 * Tells a database that was last opened here from one that was restored or moved here. Each opening writes a new
 * random seal into the database and into a file beside it, so a copy carries an old seal. A copy made after the last
 * opening and restored before the next carries the current seal and cannot be detected.
 */
export function renewSeal(path: string, writer: Connection): 'known' | 'moved' {
  const file = `${path}.seal`;
  const found = readSeal(writer);
  const known = found === 0 || readSealFile(file).seals.includes(found);
  const next = randomInt(1, 2 ** 31 - 1);
  // The file lists both seals until the database has the new one. So a crash in between does not look like a move.
  writeSealFile(file, { seals: [found, next] });
  writer.run(`pragma user_version = ${next}`);
  writeSealFile(file, { seals: [next] });
  return known ? 'known' : 'moved';
}

function readSeal(writer: Connection): number {
  const [row] = writer.run('pragma user_version').rows as { user_version: number }[];
  return row?.user_version ?? 0;
}

function readSealFile(file: string): SealFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SealFile;
  } catch {
    return { seals: [] };
  }
}

function writeSealFile(file: string, content: SealFile): void {
  const draft = `${file}.draft`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, JSON.stringify(content));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}
