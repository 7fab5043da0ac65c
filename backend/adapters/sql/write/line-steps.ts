import type { Kysely } from 'kysely';
import type { Step } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

/** Changing the line's row locks it until the change ends, so that a claim and a release cannot miss each other. */
export function lockLine(db: Kysely<Database>, line: string, siteId: string, at: number): Step {
  const query = db
    .insertInto('lines')
    .values({ line, site_id: siteId, changed_at: toInstant(at) })
    .onConflict((row) => row.column('line').doUpdateSet({ changed_at: toInstant(at) }))
    .compile();
  return { query };
}
