import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The state of a notice on each channel. An old row knows only its latest channel: a sent notice counts as told until a
 * report says otherwise.
 */
export const notices: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('callbacks').addColumn('notices', 'text').execute();
    await sql`
      update callbacks set notices = (
        select '[{"channel":"' || messages.channel || '","state":"'
          || case callbacks.notice when 'sending' then 'sending' else 'handed-over' end || '"}]'
        from messages
        where messages.request_id = callbacks.request_id and messages.purpose = 'missed-call'
        order by messages.armed_version desc
        limit 1
      )
      where notice in ('sending', 'sent')
    `.execute(db);
  },
};
