import type { AuditFilter, AuditLog, AuditRecord } from '../../../ports/operator/audit-log.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

/** Creates the port of the audit log. */
export function createAuditLog(engine: Engine): AuditLog {
  const { db } = engine;
  return {
    async add(siteId, { eventType, eventData, actor }, at) {
      const row = {
        request_id: null,
        site_id: siteId,
        event_type: eventType,
        event_data: JSON.stringify(eventData),
        actor,
        timestamp: toInstant(at),
      };
      await engine.write([{ query: db.insertInto('audit_log').values(row).compile() }]);
    },
    async search(filter, { limit, before }) {
      const query = matching(engine, filter)
        .$if(before !== undefined, (rows) => rows.where('id', '<', before ?? 0))
        .orderBy('id', 'desc')
        .limit(limit);
      return (await engine.readAside(query.compile())).map(toAuditRecord);
    },
  };
}

/** Rows of all sites concern this one too, such as the removal of a visitor's data. */
function matching({ db }: Engine, { siteId, callbackId, actor, eventType, from, to }: AuditFilter) {
  return db
    .selectFrom('audit_log')
    .selectAll()
    .where('site_id', 'in', [siteId, '*'])
    .$if(callbackId !== undefined, (rows) => rows.where('request_id', '=', callbackId ?? ''))
    .$if(actor !== undefined, (rows) => rows.where('actor', '=', actor ?? ''))
    .$if(eventType !== undefined, (rows) => rows.where('event_type', '=', eventType ?? ''))
    .$if(from !== undefined, (rows) => rows.where('timestamp', '>=', toInstant(from ?? 0)))
    .$if(to !== undefined, (rows) => rows.where('timestamp', '<', toInstant(to ?? 0)));
}

type AuditRow = Omit<Database['audit_log'], 'id'> & { id: number };

export function toAuditRecord(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    callbackId: row.request_id ?? undefined,
    eventType: row.event_type,
    eventData: JSON.parse(row.event_data) as Record<string, unknown>,
    actor: row.actor,
    at: fromInstant(row.timestamp),
  };
}
