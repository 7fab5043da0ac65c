import { type Kysely, sql } from 'kysely';
import { effectKey } from '../../../domain/effect.ts';
import type { Step } from '../engine.ts';
import { waits } from '../read/line-reads.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

/** Locks the line until the change ends, by changing its row. A claim and a release of it then run one by one. */
export function lockLine(db: Kysely<Database>, line: string, siteId: string, at: number): Step {
  const query = db
    .insertInto('lines')
    .values({ line, site_id: siteId, changed_at: toInstant(at) })
    .onConflict((row) => row.column('line').doUpdateSet({ changed_at: toInstant(at) }))
    .compile();
  return { query };
}

/**
 * Makes the call of the site's longest-waiting callback due now. `woken` marks a row under a lease, so that its
 * release does not postpone it.
 */
export function wakeStep(db: Kysely<Database>, siteId: string, at: number): Step {
  const now = toInstant(at);
  const longest = db
    .selectFrom('callbacks')
    .select('request_id')
    .where(waits)
    .where('site_id', '=', siteId)
    .orderBy('verified_at')
    .orderBy('request_id')
    .limit(1);
  const query = db
    .updateTable('effects')
    .set({ woken: 1, due_at: sql<string>`case when due_at > ${now} then ${now} else due_at end` })
    .where('effect_key', '=', effectKey({ kind: 'place-call' }))
    .where('request_id', '=', longest)
    .compile();
  return { query };
}
