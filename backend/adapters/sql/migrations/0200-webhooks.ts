import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Changes of state that are told to addresses. Rows hold no personal data and go with their callback. */
export const webhooks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('webhook_deliveries')
      .addColumn('delivery_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('request_id', 'text', (column) =>
        column.notNull().references('callbacks.request_id').onDelete('cascade'),
      )
      .addColumn('site_id', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('request_status', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('occurred_at', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('code', 'text')
      .addColumn('failing_since', 'text')
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addColumn('lease_until', 'text')
      .addColumn('fence', 'integer', (column) => column.notNull())
      .addColumn('settled_at', 'text')
      .execute();
    await db.schema
      .createIndex('webhook_deliveries_once')
      .unique()
      .on('webhook_deliveries')
      .columns(['request_id', 'address', 'version'])
      .execute();
    await db.schema
      .createIndex('webhook_deliveries_due')
      .on('webhook_deliveries')
      .columns(['address', 'due_at'])
      .where(sql.ref('state'), '=', sql.lit('due'))
      .execute();
    await db.schema
      .createIndex('webhook_deliveries_given_up')
      .on('webhook_deliveries')
      .column('settled_at')
      .where(sql.ref('state'), '=', sql.lit('given-up'))
      .execute();
  },
};
