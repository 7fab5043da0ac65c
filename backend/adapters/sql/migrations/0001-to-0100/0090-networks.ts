import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which network asked for each code, whether it was entered, and refusals that count as requests. */
export const networks: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['network', 'wide_network', 'area', 'entered_at'])
      await db.schema.alterTable('verification_codes').addColumn(column, 'text').execute();
    await db.schema
      .alterTable('verification_codes')
      .addColumn('withheld', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await createIndex(db, 'verification_codes_by_network', ['network', 'sent_at', 'entered_at']);
    await createWideIndex(db);
    await createIndex(db, 'verification_codes_by_time', ['sent_at', 'area', 'entered_at', 'withheld']);
    await createCountedRefusals(db);
  },
};

async function createIndex(db: Kysely<unknown>, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on('verification_codes').columns(columns).execute();
}

/** IPv4 clients have no wide network. */
async function createWideIndex(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('verification_codes_by_wide_network')
    .on('verification_codes')
    .columns(['wide_network', 'sent_at', 'entered_at'])
    .where(sql.ref('wide_network'), 'is not', null)
    .execute();
}

async function createCountedRefusals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('counted_refusals')
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('counted_refusals_by_client')
    .on('counted_refusals')
    .columns(['client', 'at'])
    .execute();
  await db.schema.createIndex('counted_refusals_by_time').on('counted_refusals').column('at').execute();
}
