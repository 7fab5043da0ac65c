import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Pending sign-ins by WhatsApp. */
export const whatsappSignIn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('whatsapp_sign_ins')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('code_key', 'text', (column) => column.notNull())
      .addColumn('challenge', 'text', (column) => column.notNull())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('client', 'text', (column) => column.notNull())
      .addColumn('begun_at', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('proven_phone', 'text')
      .addColumn('name', 'text')
      .addColumn('answers', 'integer', (column) => column.notNull())
      .addColumn('guesses', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('whatsapp_sign_ins_by_code')
      .on('whatsapp_sign_ins')
      .column('code_key')
      .execute();
    await db.schema
      .createIndex('whatsapp_sign_ins_by_client')
      .on('whatsapp_sign_ins')
      .columns(['client', 'begun_at'])
      .execute();
  },
};
