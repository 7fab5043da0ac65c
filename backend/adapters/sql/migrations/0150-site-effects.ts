import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Effects that belong to a site, not to a callback. SQLite can drop a foreign key only with its table. */
export const siteEffects: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('effects_of_all')
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('site_id', 'text', (column) => column.notNull())
      .addColumn('effect_key', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('effect', 'text', (column) => column.notNull())
      .addColumn('armed_version', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addColumn('waiting_since', 'text', (column) => column.notNull())
      .addColumn('owner', 'text')
      .addColumn('lease_until', 'text')
      .addColumn('fence', 'integer', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('woken', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('effects_of_all_key', ['request_id', 'effect_key'])
      .execute();
    await sql`
      insert into effects_of_all (request_id, site_id, effect_key, kind, effect, armed_version, due_at, waiting_since,
        owner, lease_until, fence, tries, woken)
      select request_id, site_id, effect_key, kind, effect, armed_version, due_at, waiting_since,
        owner, lease_until, fence, tries, woken
      from effects
    `.execute(db);
    await db.schema.dropTable('effects').execute();
    await db.schema.alterTable('effects_of_all').renameTo('effects').execute();
    await db.schema
      .createIndex('effects_by_time')
      .on('effects')
      .columns(['due_at', 'waiting_since'])
      .execute();
    await db.schema
      .createIndex('effects_held')
      .on('effects')
      .column('lease_until')
      .where(sql.ref('lease_until'), 'is not', null)
      .execute();
  },
};
