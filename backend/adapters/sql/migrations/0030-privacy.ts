import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What visitors agreed to, opt-outs that name nobody, and the way from a number to all that is kept about it. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('callbacks').addColumn('consent', 'text').execute();
    await db.schema.alterTable('callbacks').addColumn('consented_at', 'text').execute();
    await db.schema.alterTable('callbacks').addColumn('consent_origin', 'text').execute();
    await db.schema.createIndex('callbacks_by_phone').on('callbacks').column('visitor_phone').execute();
    await db.schema.alterTable('opt_outs').renameColumn('phone', 'fingerprint').execute();
  },
};
