import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { TableDialect } from '../engine.ts';

/** What the operator's dashboard needs: tokens, sessions, notes, marks, sums, and indexes for lists of any size. */
export function operator(dialect: TableDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTokens(db);
      await createSessions(db);
      await createNotes(db, dialect);
      await markDone(db);
      await indexLists(db, dialect);
      await createSums(db);
      await createDurations(db);
      await dialect.createNameSearch(db);
    },
  };
}

async function createTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('operator_tokens')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('last_used_at', 'text')
    .execute();
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('operator_sessions')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('token_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('in_cookie', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('last_used_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('operator_sessions_by_token')
    .on('operator_sessions')
    .column('token_id')
    .execute();
}

async function createNotes(db: Kysely<unknown>, dialect: TableDialect): Promise<void> {
  await db.schema
    .createTable('callback_notes')
    .addColumn('id', 'integer', dialect.autoIncrementId)
    .addColumn('request_id', 'text', (column) =>
      column.notNull().references('callbacks.request_id').onDelete('cascade'),
    )
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('callback_notes_by_request')
    .on('callback_notes')
    .column('request_id')
    .execute();
}

async function markDone(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('callbacks').addColumn('done_at', 'text').execute();
  await db.schema.alterTable('callbacks').addColumn('done_by', 'text').execute();
}

/** Each list is walked in its order along an index, so that a page costs the same at any size. */
async function indexLists(db: Kysely<unknown>, dialect: TableDialect): Promise<void> {
  const lists: [name: string, columns: string[]][] = [
    ['callbacks_list', ['site_id', 'created_at', 'request_id']],
    ['callbacks_list_by_status', ['site_id', 'request_status', 'created_at', 'request_id']],
    ['callbacks_list_by_outcome', ['site_id', 'outcome', 'created_at', 'request_id']],
    ['callbacks_list_by_update', ['site_id', 'updated_at', 'request_id']],
  ];
  for (const [name, columns] of lists)
    await db.schema.createIndex(name).on('callbacks').columns(columns).execute();
  await sql`create index callbacks_list_by_name on callbacks (site_id, lower(visitor_name), request_id)`.execute(
    db,
  );
  await db.schema
    .createIndex('callbacks_that_need_the_operator')
    .on('callbacks')
    .columns(['site_id', 'created_at', 'request_id'])
    .where(sql.ref('request_status'), '=', sql`'failed'`)
    .where(sql.ref('verified_at'), 'is not', null)
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('callbacks_by_last_digits')
    .on('callbacks')
    .expression(dialect.lastDigits('visitor_phone', 4))
    .execute();
}

/** How many callbacks of each quarter of an hour are in which state. A quarter fits every time zone's offset. */
async function createSums(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('callback_sums')
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addColumn('request_status', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('proven', 'integer', (column) => column.notNull())
    .addColumn('callbacks', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('callback_sums_key', [
      'site_id',
      'starts_at',
      'request_status',
      'outcome',
      'proven',
    ])
    .execute();
  await sql`
    insert into callback_sums (site_id, starts_at, request_status, outcome, proven, callbacks)
    select site_id,
      substr(created_at, 1, 14) || case
        when substr(created_at, 15, 2) < '15' then '00'
        when substr(created_at, 15, 2) < '30' then '15'
        when substr(created_at, 15, 2) < '45' then '30'
        else '45' end || ':00.000Z' as starts_at,
      request_status, coalesce(outcome, '') as outcome,
      case when verified_at is null then 0 else 1 end as proven, count(*)
    from callbacks group by 1, 2, 3, 4, 5
  `.execute(db);
}

/** How many calls of a day took how many seconds to be answered, and to reach the visitor. */
async function createDurations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('call_durations')
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addColumn('measure', 'text', (column) => column.notNull())
    .addColumn('seconds', 'integer', (column) => column.notNull())
    .addColumn('calls', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('call_durations_key', ['site_id', 'starts_at', 'measure', 'seconds'])
    .execute();
}
