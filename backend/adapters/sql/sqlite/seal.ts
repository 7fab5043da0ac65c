import { randomInt } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Connection } from './connection.ts';

/** What the place remembers of the database: the seals under which it may turn up. */
type Place = { seals: number[] };

/**
 * Tells a database that was opened here last from one that was restored or brought here. Each opening puts a new
 * random seal into the file and beside it; a copy carries an old one. A copy made since the last opening and put
 * back before the next cannot be told, for it carries the right one.
 */
export function renewSeal(path: string, writer: Connection): 'known' | 'moved' {
  const place = `${path}.seal`;
  const found = readSeal(writer);
  const known = found === 0 || readPlace(place).seals.includes(found);
  const next = randomInt(1, 2 ** 31 - 1);
  // Both are good until the file has the new one: a crash in between must not make it look moved.
  writePlace(place, { seals: [found, next] });
  writer.run(`pragma user_version = ${next}`);
  writePlace(place, { seals: [next] });
  return known ? 'known' : 'moved';
}

function readSeal(writer: Connection): number {
  const [row] = writer.run('pragma user_version').rows as { user_version: number }[];
  return row?.user_version ?? 0;
}

function readPlace(file: string): Place {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Place;
  } catch {
    return { seals: [] };
  }
}

function writePlace(file: string, place: Place): void {
  const draft = `${file}.draft`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, JSON.stringify(place));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}
