import { randomBytes } from 'node:crypto';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { IntakeRow } from './intake-sample.ts';

export type BareWriter = {
  /** Writes `count` intakes in one durable transaction and returns the id of the last one. */
  write(count: number): string;
  close(): void;
};

/** Columns that need a new value in every intake. */
const uniqueColumns = [
  'request_id',
  'message_id',
  'client',
  'visitor_phone',
  'phone',
  'block',
  'recipient',
  'challenge',
];

/** Opens `node:sqlite` with prepared statements only: the best that this machine can do. */
export function openBareWriter(path: string, rows: readonly IntakeRow[]): BareWriter {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const inserts = rows.map((row) => insertOf(database, row));

  function insertAll(id: string): string {
    for (const insert of inserts) insert(id);
    return id;
  }

  return {
    write(count) {
      begin.run();
      let id = '';
      for (let index = 0; index < count; index += 1) id = insertAll(randomBytes(16).toString('base64url'));
      commit.run();
      return id;
    },
    close: () => database.close(),
  };
}

function insertOf(database: DatabaseSync, { table, columns, values }: IntakeRow): (id: string) => void {
  const marks = columns.map(() => '?').join(', ');
  const uniqueIndexes = columns.flatMap((column, index) => (uniqueColumns.includes(column) ? [index] : []));
  // A row without unique columns is a counter, shared by all intakes.
  const verb = uniqueIndexes.length > 0 ? 'insert' : 'insert or replace';
  const statement = database.prepare(`${verb} into ${table} (${columns.join(', ')}) values (${marks})`);
  const row: SQLInputValue[] = [...values];
  return (id) => {
    for (const index of uniqueIndexes) row[index] = id;
    statement.run(...row);
  };
}
