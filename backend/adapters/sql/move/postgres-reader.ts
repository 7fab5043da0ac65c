import pg from 'pg';
import { readAddress } from '../postgres/address.ts';
import { exactNumbers } from '../postgres/connection.ts';
import { storeUnavailable } from '../postgres/faults.ts';
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

/** Connects to the host that accepts writes. Throws `store-unavailable`. */
export async function connectMover(url: string): Promise<pg.Client> {
  const address = readAddress(url);
  let last: unknown;
  for (let host = 0; host < address.hosts; host += 1) {
    const client = new pg.Client({
      ...address.connection(),
      connectionTimeoutMillis: 8_000,
      keepAlive: true,
      application_name: 'callback-move',
      types: exactNumbers,
    });
    // Its statements reject as well.
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query('select pg_is_in_recovery() as standby');
      if (!(rows[0] as { standby: boolean }).standby) return client;
      await client.end();
      last = Object.assign(new Error('The server is a standby'), { code: '25006' });
    } catch (error) {
      last = error;
    }
    address.tryNextHost();
  }
  throw storeUnavailable(last);
}

/** Reads a Postgres database for a move, inside the transaction that is open on the connection. */
export function postgresReader(client: pg.Client): Reader {
  const select = async (text: string, values: readonly unknown[]) =>
    (await client.query<Row[]>({ text, values: [...values], rowMode: 'array' })).rows as unknown as Row[];
  return {
    tables: () => listTables(client),
    async migrations() {
      if (!(await hasTable(client, 'kysely_migration'))) return [];
      const { rows } = await client.query<{ name: string }>('select name from kysely_migration');
      return rows.map(({ name }) => name).toSorted();
    },
    page(table, after, limit) {
      const key = listed(keyNames(table));
      const places = (after ?? []).map((_, place) => `$${place + 2}`).join();
      const where = after === undefined ? '' : `where (${key}) > (${places})`;
      const text = `select ${columnList(table)} from ${quoted(table.name)} ${where} order by ${key} limit $1`;
      return select(text, [table.isUnique ? limit : null, ...(after ?? [])]);
    },
    rows(table, keys) {
      const columns = table.columns.map(({ name }) => `present.${quoted(name)}`).join();
      const text = `select ${columns} from json_array_elements($1) as wanted
        join ${quoted(table.name)} as present on ${sameKey(table)}`;
      return select(text, [JSON.stringify(keys)]);
    },
  };
}

/** Compares the row `present` with a key of `json_array_elements`, which is a list. */
export function sameKey(table: MovedTable): string {
  return table.key
    .map((column, place) => {
      const { name, kind } = table.columns[column] as Column;
      return `present.${quoted(name)} = (wanted ->> ${place})${kind === 'text' ? '' : '::bigint'}`;
    })
    .join(' and ');
}

type CatalogueRow = { table: string; column: string; type: string; place: number | null };

async function listTables(client: pg.Client): Promise<MovedTable[]> {
  const { rows } = await client.query<CatalogueRow>(`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      array_position(i.indkey::int2[], a.attnum) as place
    from information_schema.columns c
    join pg_class t on t.relname = c.table_name and t.relnamespace = current_schema()::regnamespace and t.relkind = 'r'
    join pg_attribute a on a.attrelid = t.oid and a.attname = c.column_name
    left join pg_index i on i.indrelid = t.oid and i.indisprimary
    where c.table_schema = current_schema()
    order by c.table_name collate "C", c.column_name collate "C"`);
  const byTable = Map.groupBy(
    rows.filter(({ table }) => isMoved(table)),
    ({ table }) => table,
  );
  return [...byTable].map(([name, found]) => describeTable(name, found));
}

function describeTable(name: string, found: readonly CatalogueRow[]): MovedTable {
  const columns = found.map(({ column, type }): Column => {
    return { name: column, kind: type === 'text' ? 'text' : 'number' };
  });
  const primary = found
    .flatMap(({ place }, index) => (place === null ? [] : [{ place, index }]))
    .toSorted((one, other) => one.place - other.place)
    .map(({ index }) => index);
  return { name, columns, ...keyOfTable(primary, columns) };
}

export async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query('select to_regclass($1) is not null as known', [name]);
  return (rows[0] as { known: boolean }).known;
}

export async function inTransaction<Result>(
  client: pg.Client,
  begin: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
