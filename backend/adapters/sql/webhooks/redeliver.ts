import type { Redelivery } from '../../../ports/webhooks.ts';
import type { Engine, Step } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';

/**
 * Makes a delivery due now and gives it a new day of tries. One that waits for its next try takes those before it
 * along, because they are sent in order.
 */
export async function redeliver(
  { db, write }: Engine,
  { siteId, callbackId }: { siteId: string; callbackId: string },
  deliveryId: string,
  { actor, at }: { actor: string; at: number },
): Promise<Redelivery> {
  const now = toInstant(at);
  const own = db
    .selectFrom('webhook_deliveries')
    .where('delivery_id', '=', deliveryId)
    .where('request_id', '=', callbackId)
    .where('site_id', '=', siteId);
  const restart = db
    .updateTable('webhook_deliveries')
    .set({ state: 'due', due_at: now, failing_since: null, tries: 0, code: null, settled_at: null })
    .where('delivery_id', 'in', own.select('delivery_id'))
    .where('state', '!=', 'due');
  const hasten = db
    .updateTable('webhook_deliveries')
    .set({ due_at: now })
    .where('request_id', '=', callbackId)
    .where('address', 'in', own.select('address'))
    .where('state', '=', 'due')
    .where('due_at', '>', now);
  const written = await write([
    { query: own.select('delivery_id').compile(), requires: { rows: 1, conflict: 'stale' } },
    { query: restart.compile() },
    { query: hasten.compile() },
    auditStep(db, { siteId, callbackId, deliveryId, actor, now }),
  ]);
  return written.ok ? { ok: true } : { ok: false, reason: 'not-found' };
}

function auditStep(
  db: Engine['db'],
  entry: { siteId: string; callbackId: string; deliveryId: string; actor: string; now: string },
): Step {
  const row = {
    request_id: entry.callbackId,
    site_id: entry.siteId,
    event_type: 'webhook-redelivered',
    event_data: JSON.stringify({ delivery: entry.deliveryId }),
    actor: entry.actor,
    timestamp: entry.now,
  };
  return { query: db.insertInto('audit_log').values(row).compile() };
}
