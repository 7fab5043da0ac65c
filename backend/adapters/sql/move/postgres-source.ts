import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { listenerName } from '../postgres/announcements.ts';
import { movedCode } from '../postgres/faults.ts';
import { writersLock } from '../postgres/group-commit.ts';
import { readMark } from '../postgres/move-mark.ts';
import { connectMover, inTransaction, postgresReader } from './postgres-reader.ts';
import { alreadyMoved, otherMove, sameKind } from './refusals.ts';
import type { Counters, MoveSource } from './sides.ts';
import { keyNames, listed, type MovedTable, quoted, type Row } from './tables.ts';

/** Opens the Postgres database of a server, which may run, as the source of a move. Throws `store-unavailable`. */
export async function openPostgresSource(url: string): Promise<MoveSource> {
  const client = await connectMover(url);
  const reader = postgresReader(client);
  const run = (text: string) => client.query(text);
  const write = <Result>(work: () => Promise<Result>) => inTransaction(client, 'begin', work);

  return {
    ...reader,
    mark: () => readMark(run),
    async begin(to) {
      if (!('path' in to)) throw sameKind();
      const peer = to.path;
      let found = await readMark(run);
      // A database to which callbacks moved earlier can be moved again.
      if (found?.phase === 'arrived') {
        await client.query('drop table database_move');
        found = undefined;
      }
      if (found !== undefined && found.peer !== peer) throw otherMove(found.peer);
      if (found !== undefined) return found.id;
      const id = randomUUID();
      const tables = await reader.tables();
      await write(() => noteChanges(client, { id, peer, tables }));
      return id;
    },
    snapshot: (work) => inTransaction(client, 'begin isolation level repeatable read', work),
    async noted() {
      const { rows } = await client.query<{ ids: number[]; table_name: string; key: string }>(
        'select array_agg(id) as ids, table_name, key from database_move_changes group by table_name, key',
      );
      return {
        changes: rows.map(({ table_name, key }) => ({ table: table_name, key: JSON.parse(key) as Row })),
        // A transaction that commits later can have lower numbers.
        async forget() {
          await client.query('delete from database_move_changes where id = any($1)', [
            rows.flatMap(({ ids }) => ids),
          ]);
        },
      };
    },
    async countNoted(limit) {
      const { rows } = await client.query<{ count: number }>(
        'select count(*) as count from (select from database_move_changes limit $1) as noted',
        [limit],
      );
      return rows[0]?.count ?? 0;
    },
    counters: () => readCounters(client),
    async retire(work) {
      const names = (await reader.tables()).map(({ name }) => name);
      await write(async () => {
        await holdWrites(client, names);
        await work();
        await client.query(guard(true));
        await client.query("update database_move set phase = 'moved'");
        await client.query('delete from database_move_changes');
      });
    },
    // The row of the move names the file.
    forgetTarget() {},
    servers: () => countServers(client),
    async abandon() {
      if ((await readMark(run))?.phase === 'moved') throw alreadyMoved();
      await write(async () => {
        await client.query('drop function if exists database_move_note, database_move_guard cascade');
        await client.query('drop table if exists database_move_changes, database_move');
      });
    },
    close: () => client.end(),
  };
}

/** Each server has one connection that listens. */
async function countServers(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = '${listenerName}'`);
  return rows[0]?.count ?? 0;
}

/** Waits for the turn of the writers, and keeps also writes without a turn away. Reads go on. */
async function holdWrites(client: pg.Client, tables: readonly string[]): Promise<void> {
  await client.query("set local lock_timeout = '2s'");
  await client.query('select pg_advisory_xact_lock($1)', [writersLock]);
  await client.query(`lock table ${listed(tables)} in share row exclusive mode`);
}

async function noteChanges(
  client: pg.Client,
  { id, peer, tables }: { id: string; peer: string; tables: readonly MovedTable[] },
): Promise<void> {
  await client.query("set local lock_timeout = '5s'");
  await client.query('select pg_advisory_xact_lock($1)', [writersLock]);
  await client.query(`
    create table database_move (id text not null, phase text not null, peer text not null);
    create table database_move_changes (id bigint generated always as identity primary key,
      table_name text not null, key text not null)`);
  await client.query(noteFunction);
  await client.query(guard(false));
  for (const table of tables) await client.query(triggers(table));
  await client.query("insert into database_move (id, phase, peer) values ($1, 'copying', $2)", [id, peer]);
}

/** The arguments of the trigger are the columns of the key. */
const noteFunction = `
  create function database_move_note() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'INSERT' then
      insert into database_move_changes (table_name, key)
      select tg_table_name, jsonb_agg(to_jsonb(old) -> name order by place)::text
      from unnest(tg_argv) with ordinality as named (name, place);
    end if;
    if tg_op <> 'DELETE' then
      insert into database_move_changes (table_name, key)
      select tg_table_name, jsonb_agg(to_jsonb(new) -> name order by place)::text
      from unnest(tg_argv) with ordinality as named (name, place);
    end if;
    return null;
  end $$`;

/** The triggers stay when the function is replaced, so that the end of a move locks no table for readers. */
function guard(refuses: boolean): string {
  const body = refuses
    ? `raise exception 'this database was moved' using errcode = '${movedCode}'`
    : 'return null';
  return `create or replace function database_move_guard() returns trigger language plpgsql as $$
    begin ${body}; end $$`;
}

function triggers(table: MovedTable): string {
  const name = quoted(table.name);
  const columns = keyNames(table).map((column) => `'${column}'`);
  return `
    create trigger database_move_note after insert or update or delete on ${name}
      for each row execute function database_move_note(${columns.join()});
    create trigger database_move_guard before insert or update or delete or truncate on ${name}
      for each statement execute function database_move_guard()`;
}

async function readCounters(client: pg.Client): Promise<Counters> {
  const { rows } = await client.query<{ table: string; next: number }>(`
    select t.relname as table, coalesce(s.last_value + 1, 1) as next
    from pg_sequences s
    join pg_class q on q.relname = s.sequencename and q.relnamespace = current_schema()::regnamespace
    join pg_depend d on d.objid = q.oid and d.deptype = 'i'
    join pg_class t on t.oid = d.refobjid
    where s.schemaname = current_schema() and t.relname not like 'database_move%'`);
  return Object.fromEntries(rows.map(({ table, next }) => [table, next]));
}
