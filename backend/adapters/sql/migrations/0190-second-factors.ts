import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The second factor of operators' tokens. Its secret is sealed, because the server needs it to compute codes; recovery
 * codes are fingerprints.
 */
export const secondFactors: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('operator_second_factors')
      .addColumn('site_id', 'text', (column) => column.notNull())
      .addColumn('token_id', 'text', (column) => column.notNull())
      .addColumn('sealed_secret', 'text', (column) => column.notNull())
      .addColumn('begun_at', 'text', (column) => column.notNull())
      .addColumn('confirmed_at', 'text')
      .addColumn('last_step', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('operator_second_factors_key', ['site_id', 'token_id'])
      .execute();
    await db.schema
      .createTable('operator_recovery_codes')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('site_id', 'text', (column) => column.notNull())
      .addColumn('token_id', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('operator_recovery_codes_by_token')
      .on('operator_recovery_codes')
      .columns(['site_id', 'token_id'])
      .execute();
  },
};
