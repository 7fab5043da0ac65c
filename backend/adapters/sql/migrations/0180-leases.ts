import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Which process does work that only one of those that share the database may do, and until when; and which database
 * this is, for engines that cannot keep that in a file beside it.
 */
export const leases: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('lease_until', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('database_seal')
      .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('identity', 'text', (column) => column.notNull())
      .execute();
  },
};
