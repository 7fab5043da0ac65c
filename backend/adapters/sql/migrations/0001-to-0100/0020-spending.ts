import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Spending counters, reservations, used challenges, and codes by blocks of a hundred numbers. */
export const spending: Migration = {
  async up(db: Kysely<unknown>) {
    await createUsageCounters(db);
    await createReservations(db);
    await createOwnerWarnings(db);
    await createUsedChallenges(db);
    await db.schema.alterTable('verification_codes').addColumn('block', 'text').execute();
    await db.schema
      .createIndex('verification_codes_by_block')
      .on('verification_codes')
      .columns(['block', 'sent_at'])
      .execute();
  },
};

async function createUsageCounters(db: Kysely<unknown>): Promise<void> {
  await withAmounts(db.schema.createTable('usage_counters'))
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_counters_key', ['site_id', 'period', 'starts_at'])
    .addCheckConstraint('usage_counters_known_period', sql`period in ('hour', 'day')`)
    .execute();
}

async function createReservations(db: Kysely<unknown>): Promise<void> {
  await withAmounts(db.schema.createTable('reservations'))
    .addColumn('request_id', 'text', (column) =>
      column.notNull().references('callbacks.request_id').onDelete('cascade'),
    )
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('hour', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('reservations_key', ['request_id', 'part'])
    .execute();
}

async function createOwnerWarnings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('owner_warnings')
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('warning', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('owner_warnings_key', ['site_id', 'warning', 'starts_at'])
    .execute();
}

async function createUsedChallenges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('used_challenges')
    .addColumn('challenge', 'text', (column) => column.primaryKey().notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('used_challenges_by_time').on('used_challenges').column('expires_at').execute();
}

function withAmounts(table: ReturnType<Kysely<unknown>['schema']['createTable']>) {
  return table
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('texts', 'bigint', (column) => column.notNull())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('minutes', 'bigint', (column) => column.notNull())
    .addColumn('money', 'bigint', (column) => column.notNull());
}
