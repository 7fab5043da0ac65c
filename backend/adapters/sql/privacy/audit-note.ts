import { sql } from 'kysely';
import type { Requester } from '../../../ports/store/personal-data.ts';
import type { Engine, Step } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';

const allSites = '*';

/** Returns the step that records an export or a removal: its event, time, actor and number of callbacks, no person. */
export function auditNote(
  { db }: Engine,
  eventType: 'visitor-exported' | 'visitor-erased' | 'requests-forgotten',
  callbacks: number | ReturnType<typeof sql<string>>,
  requester: Requester,
): Step {
  const count = typeof callbacks === 'number' ? sql.lit(callbacks) : callbacks;
  const query = db
    .insertInto('audit_log')
    .values({
      request_id: null,
      site_id: allSites,
      event_type: eventType,
      event_data: sql<string>`'{"requests":' || cast(${count} as text) || '}'`,
      actor: requester.actor,
      timestamp: toInstant(requester.at),
    })
    .compile();
  return { query };
}
