import { existsSync } from 'node:fs';
import { Kysely } from 'kysely';
import { migrate } from '../migrations/migrate.ts';
import { type Connection, connect, sqliteDialect, sqliteTables } from '../sqlite/connection.ts';
import { locateDatabase } from '../sqlite/locate.ts';
import { completeMove, readMark } from '../sqlite/move-mark.ts';
import { indexAllNames } from '../sqlite/text-search.ts';
import { targetHasRows } from './refusals.ts';
import type { MoveTarget } from './sides.ts';
import { inWriteTransaction, partOfKey, sqliteReader } from './sqlite-reader.ts';
import {
  type ChangedRows,
  columnList,
  keyNames,
  keyOf,
  listed,
  type MovedTable,
  quoted,
  type Row,
} from './tables.ts';

/** Opens a new SQLite file as the target of a move. */
export function openSqliteTarget(given: string): MoveTarget {
  const isNew = !existsSync(given);
  const path = locateDatabase(given);
  const connection = connect(path, { readOnly: false });
  connection.run('pragma journal_mode = wal');
  connection.run('pragma synchronous = normal');
  // A child can be copied before its parent. The end checks all.
  connection.run('pragma foreign_keys = off');
  const db = new Kysely<unknown>({ dialect: sqliteDialect(() => connection) });
  const reader = sqliteReader(connection);
  const write = <Result>(work: () => Promise<Result> | Result) => inWriteTransaction(connection, work);

  return {
    ...reader,
    mark: async () => readMark(connection),
    async prepare(id) {
      const found = readMark(connection);
      if (found !== undefined && found.id !== id) throw targetHasRows(path);
      if (found !== undefined) return;
      await migrate(db, sqliteTables);
      const tables = await reader.tables();
      if (!isNew && tables.some((table) => countRows(connection, table) > 0)) throw targetHasRows(path);
      await write(() => setAside(connection, id));
    },
    async copiedTo(table) {
      const { rows } = connection.run(
        'select last_key, done from database_move_progress where table_name = ?',
        [table.name],
      );
      const [found] = rows as { last_key: string | null; done: number }[];
      const after = found?.last_key == null ? undefined : (JSON.parse(found.last_key) as Row);
      return { after, done: found?.done === 1 };
    },
    async append(table, rows, done) {
      await write(() => {
        insertRows(connection, table, rows);
        const last = rows.at(-1);
        connection.run(
          `insert into database_move_progress (table_name, last_key, done) values (?, ?, ?)
            on conflict (table_name) do update set last_key = coalesce(excluded.last_key, last_key),
            done = excluded.done`,
          [table.name, last === undefined ? null : JSON.stringify(keyOf(table, last)), done ? 1 : 0],
        );
      });
    },
    async apply(changes) {
      await write(() => replaceRows(connection, changes));
    },
    async index() {
      await write(async () => {
        const { rows } = connection.run('select text from database_move_steps order by rowid');
        if (rows.length === 0) return;
        await indexAllNames(db);
        for (const { text } of rows as { text: string }[]) connection.run(text);
        connection.run('delete from database_move_steps');
        const broken = connection.run('pragma foreign_key_check').rows;
        if (broken.length > 0) throw new Error('A row lacks the row that it belongs to.');
      });
    },
    async finish(changes, counters) {
      connection.run('pragma synchronous = full');
      await write(() => {
        replaceRows(connection, changes);
        for (const [name, next] of Object.entries(counters)) setCounter(connection, name, next);
        connection.run("update database_move set phase = 'final'");
      });
    },
    async reopen() {
      await write(() => connection.run("update database_move set phase = 'receiving'"));
    },
    async complete() {
      await write(() => completeMove(connection));
    },
    close: async () => connection.close(),
  };
}

function countRows(connection: Connection, { name }: MovedTable): number {
  return connection.run(`select 1 from ${quoted(name)} limit 1`).rows.length;
}

/** Drops indexes and triggers and notes how to create them again: rows are added faster, and in any order. */
function setAside(connection: Connection, id: string): void {
  connection.run('create table database_move (id text not null, phase text not null, peer text not null)');
  connection.run(
    'create table database_move_progress (table_name text primary key, last_key text, done integer)',
  );
  connection.run('create table database_move_steps (text text not null)');
  const { rows } = connection.run(
    "select type, name, sql from sqlite_schema where type in ('index', 'trigger') and sql is not null order by type",
  );
  for (const { type, name, sql } of rows as { type: string; name: string; sql: string }[]) {
    connection.run('insert into database_move_steps (text) values (?)', [sql]);
    connection.run(`drop ${type} ${quoted(name)}`);
  }
  connection.run("insert into database_move (id, phase, peer) values (?, 'receiving', '')", [id]);
}

function replaceRows(connection: Connection, changes: readonly ChangedRows[]): void {
  for (const { table, keys } of changes) {
    const parts = keyNames(table).map((_, place) => partOfKey(place));
    connection.run(
      `delete from ${quoted(table.name)} where (${listed(keyNames(table))}) in
        (select ${parts.join()} from json_each(?) as wanted)`,
      [JSON.stringify(keys)],
    );
  }
  for (const { table, rows } of changes) insertRows(connection, table, rows);
}

function insertRows(connection: Connection, table: MovedTable, rows: readonly Row[]): void {
  const text = `insert into ${quoted(table.name)} (${columnList(table)})
    values (${table.columns.map(() => '?').join()})`;
  for (const row of rows) connection.run(text, row);
}

/** The table of counters has no unique index: https://www.sqlite.org/autoinc.html */
function setCounter(connection: Connection, table: string, next: number): void {
  connection.run('delete from sqlite_sequence where name = ?', [table]);
  connection.run('insert into sqlite_sequence (name, seq) values (?, ?)', [table, next - 1]);
}
