import { randomInt } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import type { Connection } from './connection.ts';

/**
 * The file beside the database: the seals that the database can carry, and which file it is. `moved` stays until the
 * due calls of a moved database have ended, so that a crash in between forgets nothing.
 */
type SealFile = { seals: number[]; file?: string; moved?: true };

/**
 * Tells a database that was last opened here from a copy, restored or beside it. Each opening writes a new random
 * seal into the database. A file beside it gets the same seal and the inode number of the database. A copy has
 * another number or an older seal. A copy of the current seal into the same file is the same database, and counts as
 * known.
 */
export function renewSeal(path: string, writer: Connection): 'known' | 'moved' {
  const file = `${path}.seal`;
  const found = readSeal(writer);
  const number = fileNumber(path);
  const before = readSealFile(file);
  const known = found === 0 || (before.moved !== true && fits(before, found, number));
  const mark = known ? {} : { moved: true as const };
  const next = randomInt(1, 2 ** 31 - 1);
  // The file lists both seals until the database has the new one. So a crash in between does not look like a move.
  writeSealFile(file, { seals: [found, next], file: number, ...mark });
  writer.run(`pragma user_version = ${next}`);
  writeSealFile(file, { seals: [next], file: number, ...mark });
  return known ? 'known' : 'moved';
}

/** Makes a moved database count as known from the next opening on. */
export function acceptMove(path: string): void {
  const { moved, ...seal } = readSealFile(`${path}.seal`);
  if (moved) writeSealFile(`${path}.seal`, seal);
}

/** A file without a number was written by an earlier version. */
function fits({ seals, file = '' }: SealFile, seal: number, number: string): boolean {
  return seals.includes(seal) && (file === '' || file === number);
}

/** Returns the inode, which a renamed file, folder or mount keeps and a copy does not. */
export function fileNumber(path: string): string {
  return statSync(path, { bigint: true }).ino.toString();
}

function readSeal(writer: Connection): number {
  const [row] = writer.run('pragma user_version').rows as { user_version: number }[];
  return row?.user_version ?? 0;
}

export function readSealFile(file: string): SealFile {
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
