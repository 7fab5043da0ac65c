import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Calls that were only found in the carrier's list, and further calls whose webhooks named an attempt. */
export const listedCalls: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('attempts')
      .addColumn('confirmed', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    // Until now every SID counted as known.
    await sql`update attempts set confirmed = 1 where call_sid is not null`.execute(db);
    await db.schema.dropIndex('attempts_call_sid_once').execute();
    await db.schema
      .createIndex('attempts_call_sid_once')
      .unique()
      .on('attempts')
      .column('call_sid')
      .where(sql.ref('confirmed'), '=', sql`1`)
      .execute();
    await db.schema.createIndex('attempts_by_call_sid').on('attempts').column('call_sid').execute();
    await createStrayCalls(db);
  },
};

async function createStrayCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('stray_calls')
    .addColumn('call_sid', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) =>
      column.notNull().references('callbacks.request_id').onDelete('cascade'),
    )
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('stray_calls_key', ['call_sid', 'request_id', 'number'])
    .execute();
  await db.schema.createIndex('stray_calls_by_request').on('stray_calls').column('request_id').execute();
}
