import type { Connection } from '../sqlite/connection.ts';
import { isBusy } from '../sqlite/faults.ts';
import {
  type Column,
  columnList,
  isMoved,
  keyNames,
  keyOfTable,
  listed,
  type MovedTable,
  quoted,
  type Reader,
  type Row,
} from './tables.ts';

/** Reads a SQLite file for a move, inside the transaction that is open on the connection. */
export function sqliteReader(connection: Connection): Reader {
  const select = (table: MovedTable, text: string, values: readonly unknown[]) =>
    connection.run(text, values).rows.map((row) => valuesOf(table, row as Record<string, Row[number]>));
  return {
    tables: async () => listTables(connection),
    async migrations() {
      const { rows } = connection.run('select name from kysely_migration order by name');
      return (rows as { name: string }[]).map(({ name }) => name);
    },
    async page(table, after, limit) {
      const key = listed(keyNames(table));
      const where = after === undefined ? '' : `where (${key}) > (${after.map(() => '?').join()})`;
      const text = `select ${columnList(table)} from ${quoted(table.name)} ${where} order by ${key} limit ?`;
      return select(table, text, [...(after ?? []), table.isUnique ? limit : -1]);
    },
    async rows(table, keys) {
      const columns = table.columns.map(({ name }) => `present.${quoted(name)}`).join();
      const sameKey = keyNames(table).map((name, place) => `present.${quoted(name)} = ${partOfKey(place)}`);
      const text = `select ${columns} from json_each(?) as wanted
        cross join ${quoted(table.name)} as present on ${sameKey.join(' and ')}`;
      return select(table, text, [JSON.stringify(keys)]);
    },
  };
}

/** One column of a key from `json_each`, of which each value is a list: https://www.sqlite.org/json1.html */
export function partOfKey(place: number): string {
  return `wanted.value ->> '$[${place}]'`;
}

function listTables(connection: Connection): MovedTable[] {
  const { rows } = connection.run("select name from sqlite_schema where type = 'table' order by name");
  return (rows as { name: string }[])
    .filter(({ name }) => isMoved(name))
    .map(({ name }) => readTable(connection, name));
}

function readTable(connection: Connection, name: string): MovedTable {
  const { rows } = connection.run('select name, type, pk from pragma_table_info(?) order by name', [name]);
  const columns = rows as { name: string; type: string; pk: number }[];
  const key = columns
    .map(({ pk }, place) => ({ pk, place }))
    .filter(({ pk }) => pk > 0)
    .toSorted((one, other) => one.pk - other.pk);
  const described = columns.map((column): Column => {
    return { name: column.name, kind: column.type.toLowerCase() === 'text' ? 'text' : 'number' };
  });
  const primary = key.map(({ place }) => place);
  return { name, columns: described, ...keyOfTable(primary, described) };
}

function valuesOf({ columns }: MovedTable, row: Record<string, Row[number]>): Row {
  return columns.map(({ name }) => row[name] ?? null);
}

const busyMs = 20;

/** Runs `work` in a transaction that may write. Waits for that of a server. */
export async function inWriteTransaction<Result>(
  connection: Connection,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  await beginImmediate(connection);
  try {
    const result = await work();
    connection.run('commit');
    return result;
  } catch (error) {
    if (connection.inTransaction()) connection.run('rollback');
    throw error;
  }
}

const maxWaits = 500;

async function beginImmediate(connection: Connection): Promise<void> {
  for (let waits = 0; ; waits += 1) {
    try {
      connection.run('begin immediate');
      return;
    } catch (error) {
      if (!isBusy(error) || waits >= maxWaits) throw error;
      await new Promise((resolve) => setTimeout(resolve, busyMs * Math.random()));
    }
  }
}
