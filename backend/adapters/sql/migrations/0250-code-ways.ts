import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How a code was sent. Codes from before the column went by text message, as those without a value. */
export const codeWays: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('verification_codes').addColumn('way', 'text').execute();
  },
};
