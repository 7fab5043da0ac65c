import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Consents, opt-outs by fingerprint, and an index of callbacks by phone number. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('callbacks').addColumn('consent', 'text').execute();
    await db.schema.alterTable('callbacks').addColumn('consented_at', 'text').execute();
    await db.schema.alterTable('callbacks').addColumn('consent_origin', 'text').execute();
    await db.schema.createIndex('callbacks_by_phone').on('callbacks').column('visitor_phone').execute();
    await db.schema.alterTable('opt_outs').renameColumn('phone', 'fingerprint').execute();
  },
};
