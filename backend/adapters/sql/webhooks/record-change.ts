import { randomUUID } from 'node:crypto';
import type { Callback } from '../../../domain/callback/state.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { DeliveryRow } from './delivery-row.ts';

/**
 * Returns the steps that add a delivery for each address when a change moves a callback to another status. They stand
 * in the change's own transaction, so that a crash can neither lose nor invent a webhook.
 */
export function webhookSteps(
  engine: Engine,
  addresses: readonly string[],
  before: Callback | undefined,
  after: Callback,
): Step[] {
  if (before?.status === after.status) return [];
  return addresses.map((address) => ({ query: insertDelivery(engine, newRow(address, after)) }));
}

const insertDelivery = prepared<DeliveryRow>(({ db }, row) =>
  db.insertInto('webhook_deliveries').values(row),
);

function newRow(address: string, after: Callback): DeliveryRow {
  const at = toInstant(after.updatedAt);
  return {
    delivery_id: randomUUID(),
    request_id: after.callbackId,
    site_id: after.siteId,
    address,
    request_status: after.status,
    outcome: after.outcome ?? null,
    version: after.version,
    occurred_at: at,
    state: 'due',
    tries: 0,
    code: null,
    failing_since: null,
    due_at: at,
    lease_until: null,
    fence: 0,
    settled_at: null,
  };
}
