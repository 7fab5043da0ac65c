import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { TableDialect } from '../../engine.ts';

/** Callbacks and their tables. An index is named for what it finds or forbids. */
export function firstTables(dialect: TableDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createCallbacks(db);
      await dialect.protectEndedStatus(db);
      await createVerificationCodes(db);
      await createAttempts(db);
      await createMessages(db);
      await createEffects(db);
      await createLines(db);
      await createOptOuts(db);
      await createAuditLog(db, dialect);
    },
  };
}

async function createCallbacks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('callbacks')
    .addColumn('request_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('visitor_name', 'text', (column) => column.notNull())
    .addColumn('visitor_email', 'text')
    .addColumn('visitor_phone', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('page', 'text')
    .addColumn('request_status', 'text', (column) => column.notNull())
    .addColumn('status_message', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('notice', 'text', (column) => column.notNull())
    .addColumn('code_send_number', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('verified_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('client', 'text')
    .addColumn('idempotency_key', 'text')
    .addColumn('body_hash', 'text')
    .addCheckConstraint(
      'callbacks_known_status',
      sql`request_status in ('pending', 'verified', 'calling', 'connected', 'completed', 'failed', 'cancelled')`,
    )
    .execute();
  await indexCallbacks(db);
}

async function indexCallbacks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('callbacks_one_live_per_number')
    .unique()
    .on('callbacks')
    .columns(['site_id', 'visitor_phone'])
    .where(sql.ref('request_status'), 'in', sql`('verified', 'calling', 'connected')`)
    .execute();
  await db.schema
    .createIndex('callbacks_idempotency_key_once')
    .unique()
    .on('callbacks')
    .columns(['client', 'idempotency_key'])
    .where(sql.ref('idempotency_key'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('callbacks_waiting')
    .on('callbacks')
    .columns(['site_id', 'verified_at', 'request_id'])
    .where(sql.ref('request_status'), '=', sql`'verified'`)
    .execute();
  await createIndex(db, 'callbacks_by_client', 'callbacks', ['client', 'created_at']);
  await createIndex(db, 'callbacks_by_time', 'callbacks', ['created_at']);
}

async function createVerificationCodes(db: Kysely<unknown>): Promise<void> {
  await ownedByCallback(db.schema.createTable('verification_codes'))
    .addColumn('send_number', 'integer', (column) => column.notNull())
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'text', (column) => column.notNull())
    .addColumn('guesses', 'integer', (column) => column.notNull())
    .addColumn('delivery', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('verification_codes_key', ['request_id', 'send_number'])
    .execute();
  await createIndex(db, 'verification_codes_by_phone', 'verification_codes', ['phone', 'sent_at']);
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await ownedByCallback(db.schema.createTable('attempts'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('line', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('call_sid', 'text')
    .addColumn('intended_at', 'text', (column) => column.notNull())
    .addColumn('initiated_at', 'text')
    .addColumn('leg_dead_at', 'text')
    .addColumn('closed_at', 'text')
    .addColumn('facts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('attempts_key', ['request_id', 'number'])
    .execute();
  await db.schema.createIndex('attempts_token_once').unique().on('attempts').column('token').execute();
  await db.schema
    .createIndex('attempts_call_sid_once')
    .unique()
    .on('attempts')
    .column('call_sid')
    .where(sql.ref('call_sid'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('attempts_holding_a_line')
    .on('attempts')
    .column('line')
    .where(sql.ref('closed_at'), 'is', null)
    .where(sql.ref('leg_dead_at'), 'is', null)
    .execute();
  await createIndex(db, 'attempts_by_line', 'attempts', ['line', 'outcome', 'closed_at']);
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await ownedByCallback(db.schema.createTable('messages'))
    .addColumn('message_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('effect_key', 'text', (column) => column.notNull())
    .addColumn('armed_version', 'integer', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('sid', 'text')
    .addColumn('error_code', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await createIndex(db, 'messages_by_effect', 'messages', ['request_id', 'effect_key', 'armed_version']);
}

async function createEffects(db: Kysely<unknown>): Promise<void> {
  await ownedByCallback(db.schema.createTable('effects'))
    .addColumn('effect_key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('armed_version', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('waiting_since', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('fence', 'integer', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('woken', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('effects_key', ['request_id', 'effect_key'])
    .execute();
  await createIndex(db, 'effects_by_time', 'effects', ['due_at', 'waiting_since']);
  await db.schema
    .createIndex('effects_held')
    .on('effects')
    .column('lease_until')
    .where(sql.ref('lease_until'), 'is not', null)
    .execute();
}

async function createLines(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lines')
    .addColumn('line', 'text', (column) => column.primaryKey().notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .execute();
}

async function createOptOuts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('opt_outs')
    .addColumn('phone', 'text', (column) => column.primaryKey().notNull())
    .addColumn('opted_out', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .execute();
}

/** No foreign key: the log of a removal outlasts the callback. */
async function createAuditLog(db: Kysely<unknown>, dialect: TableDialect): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('id', 'integer', dialect.autoIncrementId)
    .addColumn('request_id', 'text')
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('event_type', 'text', (column) => column.notNull())
    .addColumn('event_data', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('timestamp', 'text', (column) => column.notNull())
    .execute();
  await createIndex(db, 'audit_log_by_request', 'audit_log', ['request_id', 'id']);
  await createIndex(db, 'audit_log_by_time', 'audit_log', ['timestamp']);
}

function ownedByCallback(table: ReturnType<Kysely<unknown>['schema']['createTable']>) {
  return table
    .addColumn('request_id', 'text', (column) =>
      column.notNull().references('callbacks.request_id').onDelete('cascade'),
    )
    .addColumn('site_id', 'text', (column) => column.notNull());
}

async function createIndex(db: Kysely<unknown>, name: string, table: string, columns: string[]) {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
