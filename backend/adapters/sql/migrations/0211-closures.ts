import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Until when an operator closed a site. */
export const closures: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('closures')
      .addColumn('site_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('closed_until', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .execute();
  },
};
