import { type Kysely, sql } from 'kysely';

export async function keepEnds(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger callbacks_keep_their_end before update of request_status on callbacks
    when old.request_status <> new.request_status and (
      old.request_status in ('completed', 'cancelled')
      or (old.request_status = 'failed' and new.request_status <> 'verified')
    )
    begin
      select raise(abort, 'a callback that has ended keeps its end');
    end
  `.execute(db);
}
