import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migratePostgres } from '../postgres/migrate.ts';
import { completeMove, readMark } from '../postgres/move-mark.ts';
import { connectMover, hasTable, inTransaction, postgresReader, sameKey } from './postgres-reader.ts';
import { targetHasRows } from './refusals.ts';
import type { Counters, MoveTarget } from './sides.ts';
import { type ChangedRows, columnList, keyOf, type MovedTable, quoted, type Row } from './tables.ts';

/** Opens an empty Postgres database as the target of a move. Throws `store-unavailable`. */
export async function openPostgresTarget(url: string): Promise<MoveTarget> {
  const client = await connectMover(url);
  const reader = postgresReader(client);
  const run = (text: string) => client.query(text);
  const write = <Result>(work: () => Promise<Result>) => inTransaction(client, 'begin', work);

  return {
    ...reader,
    mark: () => readMark(run),
    async prepare(id) {
      const found = await readMark(run);
      if (found !== undefined && found.id !== id) throw targetHasRows('The Postgres database');
      if (found !== undefined) return;
      await migratePostgres(url);
      for (const { name } of await reader.tables()) {
        const { rowCount } = await client.query(`select from ${quoted(name)} limit 1`);
        if (rowCount !== 0) throw targetHasRows('The Postgres database');
      }
      await write(() => setAside(client, id));
    },
    async copiedTo(table) {
      const { rows } = await client.query(
        'select last_key, done from database_move_progress where table_name = $1',
        [table.name],
      );
      const [found] = rows as { last_key: string | null; done: boolean }[];
      const after = found?.last_key == null ? undefined : (JSON.parse(found.last_key) as Row);
      return { after, done: found?.done === true };
    },
    async append(table, rows, done) {
      await write(async () => {
        await copyRows(client, table, rows);
        const last = rows.at(-1);
        await client.query(
          `insert into database_move_progress (table_name, last_key, done) values ($1, $2, $3)
            on conflict (table_name) do update
            set last_key = coalesce(excluded.last_key, database_move_progress.last_key), done = excluded.done`,
          [table.name, last === undefined ? null : JSON.stringify(keyOf(table, last)), done],
        );
      });
    },
    apply: (changes) => write(() => replaceRows(client, changes)),
    async index() {
      await write(() => runSteps(client, 'index'));
      await client.query('analyze');
    },
    async finish(changes, counters) {
      await write(async () => {
        await replaceRows(client, changes);
        await setCounters(client, counters);
        await runSteps(client, 'foreign-key');
        await client.query("update database_move set phase = 'final'");
      });
    },
    async reopen() {
      await write(async () => {
        await dropForeignKeys(client);
        await client.query("update database_move set phase = 'receiving'");
      });
    },
    async complete() {
      await completeMove(run);
      await validateForeignKeys(client);
    },
    close: () => client.end(),
  };
}

const foreignKeys = `
  select conname as name, conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`;

/** Drops indexes and foreign keys and notes how to create them again: rows are added faster, and in any order. */
async function setAside(client: pg.Client, id: string): Promise<void> {
  await client.query(`
    create table database_move (id text not null, phase text not null, peer text not null);
    create table database_move_progress (table_name text primary key, last_key text, done boolean not null);
    create table database_move_steps (kind text not null, text text not null)`);
  await client.query(`
    insert into database_move_steps (kind, text)
    select 'foreign-key', format('alter table %s add constraint %I %s not valid', k.table, k.name, k.definition)
    from (${foreignKeys}) k`);
  await dropForeignKeys(client);
  const { rows } = await client.query<{ dropping: string }>(`
    with secondary as (
      select i.indexrelid as index, i.indrelid::regclass::text as table, c.conname, pg_get_constraintdef(c.oid) as def
      from pg_index i
      join pg_class t on t.oid = i.indrelid and t.relnamespace = current_schema()::regnamespace
      left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'u'
      where not i.indisprimary and t.relname not like 'kysely%'
    ), noted as (
      insert into database_move_steps (kind, text)
      select 'index', case when conname is null then pg_get_indexdef(index)
        else format('alter table %s add constraint %I %s', secondary.table, conname, def) end
      from secondary
    )
    select case when conname is null then format('drop index %s', index::regclass)
      else format('alter table %s drop constraint %I', secondary.table, conname) end as dropping
    from secondary`);
  for (const { dropping } of rows) await client.query(dropping);
  await client.query("insert into database_move (id, phase, peer) values ($1, 'receiving', '')", [id]);
}

async function runSteps(client: pg.Client, kind: 'index' | 'foreign-key'): Promise<void> {
  const { rows } = await client.query<{ text: string }>(
    'select text from database_move_steps where kind = $1',
    [kind],
  );
  for (const { text } of rows) await client.query(text);
  // Foreign keys stay noted, because `reopen` drops them again.
  if (kind === 'index') await client.query("delete from database_move_steps where kind = 'index'");
}

async function dropForeignKeys(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; name: string }>(foreignKeys);
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
}

/** Servers can write meanwhile: https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES */
async function validateForeignKeys(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select k.table, k.name from (${foreignKeys} and not convalidated) k`,
  );
  for (const { table, name } of rows)
    await client.query(`alter table ${table} validate constraint ${quoted(name)}`);
}

async function replaceRows(client: pg.Client, changes: readonly ChangedRows[]): Promise<void> {
  for (const { table, keys } of changes)
    await client.query(
      `delete from ${quoted(table.name)} as present using json_array_elements($1) as wanted
        where ${sameKey(table)}`,
      [JSON.stringify(keys)],
    );
  for (const { table, rows } of changes) await copyRows(client, table, rows);
}

/** Longest text that is handed to the connection at once (characters). */
const chunkLength = 65_536;

/** https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 describes the format. */
async function copyRows(client: pg.Client, table: MovedTable, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(`copy ${quoted(table.name)} (${columnList(table)}) from stdin`));
  const ended = finished(stream);
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(encode).join('\t')}\n`;
    if (chunk.length < chunkLength) continue;
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), ended]);
    chunk = '';
  }
  stream.end(chunk);
  await ended;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function encode(value: Row[number]): string {
  if (value === null) return '\\N';
  return typeof value === 'number'
    ? String(value)
    : value.replace(/[\\\n\r\t]/g, (sign) => escapes[sign] ?? sign);
}

async function setCounters(client: pg.Client, counters: Counters): Promise<void> {
  for (const [table, next] of Object.entries(counters)) {
    if (!(await hasTable(client, quoted(table)))) continue;
    await client.query("select setval(pg_get_serial_sequence($1, 'id'), $2, false)", [quoted(table), next]);
  }
}
