import type { Closure, Closures } from '../../../ports/operator/closures.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';

/** Creates the port of the switch that closes a site. */
export function createClosures(engine: Engine): Closures {
  const { db } = engine;
  return {
    async read(siteId) {
      const query = db
        .selectFrom('closures')
        .select(['closed_until', 'reason'])
        .where('site_id', '=', siteId);
      const [row] = await engine.read(query.compile());
      return row && { until: fromInstant(row.closed_until), reason: row.reason ?? undefined };
    },
    async write(siteId, closure, by) {
      await engine.write([
        { query: changeOf(engine, siteId, closure) },
        { query: auditOf(engine, siteId, closure, by) },
      ]);
    },
  };
}

function changeOf({ db }: Engine, siteId: string, closure: Closure | undefined) {
  if (closure === undefined) return db.deleteFrom('closures').where('site_id', '=', siteId).compile();
  const columns = { closed_until: toInstant(closure.until), reason: closure.reason ?? null };
  return db
    .insertInto('closures')
    .values({ site_id: siteId, ...columns })
    .onConflict((existing) => existing.column('site_id').doUpdateSet(columns))
    .compile();
}

function auditOf(
  { db }: Engine,
  siteId: string,
  closure: Closure | undefined,
  { actor, at }: { actor: string; at: number },
) {
  const data = closure && { until: toInstant(closure.until), reason: closure.reason };
  return db
    .insertInto('audit_log')
    .values({
      request_id: null,
      site_id: siteId,
      event_type: closure === undefined ? 'business-reopened' : 'business-closed-until',
      event_data: JSON.stringify(data ?? {}),
      actor,
      timestamp: toInstant(at),
    })
    .compile();
}
