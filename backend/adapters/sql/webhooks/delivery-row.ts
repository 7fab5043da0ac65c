import type { Selectable } from 'kysely';
import type { WebhookDelivery } from '../../../domain/webhook-delivery.ts';
import type { ClaimedDelivery } from '../../../ports/webhooks.ts';
import { fromInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';

export type WebhookDeliveriesTable = {
  delivery_id: string;
  request_id: string;
  site_id: string;
  /** Id of the address. */
  address: string;
  request_status: WebhookDelivery['status'];
  outcome: NonNullable<WebhookDelivery['outcome']> | null;
  version: number;
  occurred_at: Instant;
  state: WebhookDelivery['state'];
  tries: number;
  code: string | null;
  failing_since: Instant | null;
  due_at: Instant;
  lease_until: Instant | null;
  fence: number;
  settled_at: Instant | null;
};

export type DeliveryRow = Selectable<WebhookDeliveriesTable>;

export function toDelivery(row: DeliveryRow): ClaimedDelivery {
  return {
    id: row.delivery_id,
    callbackId: row.request_id,
    address: row.address,
    status: row.request_status,
    outcome: row.outcome ?? undefined,
    version: row.version,
    occurredAt: fromInstant(row.occurred_at),
    state: row.state,
    tries: row.tries,
    code: row.code ?? undefined,
    failingSince: row.failing_since === null ? undefined : fromInstant(row.failing_since),
    dueAt: fromInstant(row.due_at),
    settledAt: row.settled_at === null ? undefined : fromInstant(row.settled_at),
    fence: row.fence,
  };
}
