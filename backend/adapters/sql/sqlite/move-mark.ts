import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { admitServer, type Moved, type MoveMark } from '../moved.ts';
import type { Connection } from './connection.ts';

export function readMark(connection: Connection): MoveMark | undefined {
  if (connection.run("select 1 from sqlite_schema where name = 'database_move'").rows.length === 0)
    return undefined;
  const { rows } = connection.run('select id, phase, peer from database_move');
  return rows[0] as MoveMark | undefined;
}

/** Lets servers open the file. */
export function completeMove(connection: Connection): void {
  for (const table of ['database_move_progress', 'database_move_steps'])
    connection.run(`drop table if exists ${table}`);
  connection.run("update database_move set phase = 'arrived'");
}

/** Throws when a server may not open the file. */
export function admit(connection: Connection, completes: string | undefined): void {
  if (admitServer(readMark(connection), completes) === 'complete') completeMove(connection);
}

function noteFile(path: string): string {
  return `${path}.move`;
}

/** Tells servers where the callbacks of a file move. The address has a password, which no backup should hold. */
export function writeNote(path: string, moved: Moved): void {
  rmSync(noteFile(path), { force: true });
  writeFileSync(noteFile(path), JSON.stringify(moved), { mode: 0o600, flag: 'wx', flush: true });
}

export function readNote(path: string): Moved | undefined {
  try {
    return JSON.parse(readFileSync(noteFile(path), 'utf8')) as Moved;
  } catch {
    return undefined;
  }
}

export function removeNote(path: string): void {
  rmSync(noteFile(path), { force: true });
}

/** Where the callbacks of an open file are now; undefined when they are here. */
export function movedTo(connection: Connection, path: string): Moved | undefined {
  return readMark(connection)?.phase === 'moved' ? readNote(path) : undefined;
}
