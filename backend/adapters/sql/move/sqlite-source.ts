import { randomUUID } from 'node:crypto';
import type { MoveMark } from '../moved.ts';
import { readAddress } from '../postgres/address.ts';
import { type Connection, connect } from '../sqlite/connection.ts';
import { movedMessage } from '../sqlite/faults.ts';
import { lockFile } from '../sqlite/file-lock.ts';
import { readMark, removeNote, writeNote } from '../sqlite/move-mark.ts';
import { isStoreFault } from '../store-fault.ts';
import { alreadyMoved, otherMove } from './refusals.ts';
import type { MoveSource } from './sides.ts';
import { inWriteTransaction, sqliteReader } from './sqlite-reader.ts';
import { keyNames, type MovedTable, quoted, type Row } from './tables.ts';

/** Opens the SQLite file of a server, which may run, as the source of a move. */
export function openSqliteSource(path: string): MoveSource {
  const connection = connect(path, { readOnly: false });
  connection.run('pragma synchronous = full');
  const reader = sqliteReader(connection);
  const write = <Result>(work: () => Promise<Result> | Result) => inWriteTransaction(connection, work);

  async function noteChanges(id: string, peer: string): Promise<void> {
    for (const text of definitions(await reader.tables())) connection.run(text);
    connection.run("insert into database_move (id, phase, peer) values (?, 'copying', ?)", [id, peer]);
  }

  return {
    ...reader,
    mark: async () => readMark(connection),
    async begin(to) {
      const peer = 'url' in to ? readAddress(to.url).name() : to.path;
      const id = await write(async () => {
        const found = unfinishedMark(connection);
        if (found !== undefined && found.peer !== peer) throw otherMove(found.peer);
        if (found !== undefined) return found.id;
        const id = randomUUID();
        await noteChanges(id, peer);
        return id;
      });
      writeNote(path, { moveId: id, to });
      return id;
    },
    forgetTarget: () => removeNote(path),
    async snapshot(work) {
      connection.run('begin');
      try {
        return await work();
      } finally {
        connection.run('commit');
      }
    },
    async noted() {
      const { rows } = connection.run(`
        select max(id) as last, table_name, key from database_move_changes group by table_name, key`);
      const found = rows as { last: number; table_name: string; key: string }[];
      const last = found.reduce((highest, change) => Math.max(highest, change.last), 0);
      return {
        changes: found.map(({ table_name, key }) => ({ table: table_name, key: JSON.parse(key) as Row })),
        // A file has one writer at a time, so what is noted later has a higher number.
        async forget() {
          if (last === 0) return;
          await write(() => connection.run('delete from database_move_changes where id <= ?', [last]));
        },
      };
    },
    async countNoted(limit) {
      const { rows } = connection.run(
        'select count(*) as count from (select 1 from database_move_changes limit ?)',
        [limit],
      );
      return (rows[0] as { count: number }).count;
    },
    async counters() {
      const { rows } = connection.run('select name, seq from sqlite_sequence');
      const found = (rows as { name: string; seq: number }[]).map(({ name, seq }) => [name, seq + 1]);
      return Object.fromEntries(found);
    },
    async retire(work) {
      await write(async () => {
        await work();
        connection.run("update database_move set phase = 'moved'");
        connection.run('delete from database_move_changes');
      });
    },
    servers: async () => countServers(path),
    async abandon() {
      if (readMark(connection)?.phase === 'moved') throw alreadyMoved();
      removeNote(path);
      await write(async () => {
        for (const table of await reader.tables())
          for (const event of events) connection.run(`drop trigger if exists ${triggerName(table, event)}`);
        connection.run('drop table if exists database_move_changes');
        connection.run('drop table if exists database_move');
      });
    },
    close: async () => connection.close(),
  };
}

/** A file to which callbacks moved earlier can be moved again. */
function unfinishedMark(connection: Connection): MoveMark | undefined {
  const found = readMark(connection);
  if (found?.phase !== 'arrived') return found;
  connection.run('drop table database_move');
  return undefined;
}

/** A server locks the file beside its database as long as it runs. */
function countServers(path: string): number {
  try {
    lockFile(path).release();
    return 0;
  } catch (error) {
    if (isStoreFault(error) && error.code === 'database-in-use') return 1;
    throw error;
  }
}

const events = ['insert', 'update', 'delete'] as const;

function triggerName({ name }: MovedTable, event: string): string {
  return quoted(`database_move_${event}_${name}`);
}

function definitions(tables: readonly MovedTable[]): string[] {
  return [
    'create table database_move (id text not null, phase text not null, peer text not null)',
    `create table database_move_changes (id integer primary key autoincrement, table_name text not null,
      key text not null)`,
    ...tables.flatMap((table) => events.map((event) => trigger(table, event))),
  ];
}

/** Foreign keys that delete rows fire the triggers of those: https://www.sqlite.org/lang_createtrigger.html */
function trigger(table: MovedTable, event: (typeof events)[number]): string {
  const key = (row: 'old' | 'new') =>
    `json_array(${keyNames(table)
      .map((name) => `${row}.${quoted(name)}`)
      .join()})`;
  const note = (row: 'old' | 'new', where = '') =>
    `insert into database_move_changes (table_name, key) select '${table.name}', ${key(row)} ${where};`;
  const notes = {
    insert: note('new'),
    delete: note('old'),
    update: note('new') + note('old', `where ${key('old')} <> ${key('new')}`),
  };
  return `create trigger ${triggerName(table, event)} after ${event} on ${quoted(table.name)} begin
    select raise(abort, '${movedMessage}') from database_move where phase = 'moved';
    ${notes[event]}
  end`;
}
