import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Pending sign-ins, sessions, and the identity of each callback. */
export const signIn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('callbacks').addColumn('identity', 'text').execute();
    await db.schema
      .createIndex('callbacks_by_identity')
      .on('callbacks')
      .columns(['identity', 'created_at'])
      .execute();
    await createSignIns(db);
    await createHandOffs(db);
    await createSessions(db);
  },
};

async function createSignIns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_ins')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('challenge', 'text', (column) => column.notNull())
    .addColumn('return_to', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sign_ins_by_client').on('sign_ins').columns(['client', 'begun_at']).execute();
}

async function createHandOffs(db: Kysely<unknown>): Promise<void> {
  await withIdentity(db.schema.createTable('sign_in_hand_offs'))
    .addColumn('challenge', 'text', (column) => column.notNull())
    .execute();
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await withIdentity(db.schema.createTable('visitor_sessions')).execute();
}

function withIdentity(table: ReturnType<Kysely<unknown>['schema']['createTable']>) {
  return table
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('proven_phone', 'text')
    .addColumn('expires_at', 'text', (column) => column.notNull());
}
