import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The language of the visitor. Callbacks from before have none, and speak the language of the business. */
export const languages: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('callbacks').addColumn('language', 'text').execute();
  },
};
