import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which message tells about a callback. Notices that were armed before tell about their own only. */
export const noticeGroups: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('messages').addColumn('told_by', 'text').execute();
    await sql`update messages set told_by = message_id where purpose = 'missed-call'`.execute(db);
    await db.schema.createIndex('messages_told_by').on('messages').column('told_by').execute();
    await db.schema
      .createIndex('messages_waiting_for_a_turn')
      .on('messages')
      .columns(['site_id', 'purpose', 'channel'])
      .where(sql<boolean>`told_by is null and status = 'due'`)
      .execute();
  },
};
