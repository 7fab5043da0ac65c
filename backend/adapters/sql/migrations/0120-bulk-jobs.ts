import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Jobs of operators that act on many callbacks, and the result of each. */
export const bulkJobs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('bulk_jobs')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('site_id', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('token_id', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('bulk_items')
      .addColumn('job_id', 'text', (column) =>
        column.notNull().references('bulk_jobs.id').onDelete('cascade'),
      )
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('code', 'text')
      .addPrimaryKeyConstraint('bulk_items_key', ['job_id', 'request_id'])
      .execute();
    await db.schema
      .createIndex('bulk_items_by_state')
      .on('bulk_items')
      .columns(['job_id', 'state'])
      .execute();
    await db.schema.createIndex('bulk_items_by_request').on('bulk_items').column('request_id').execute();
  },
};
