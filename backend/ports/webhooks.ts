import type { Callback } from '../domain/callback/state.ts';
import type { WebhookDelivery } from '../domain/webhook-delivery.ts';

/** A delivery under a lease. */
export type ClaimedDelivery = WebhookDelivery & {
  /** Grows with every claim: a process whose lease ran out cannot settle the row. */
  fence: number;
};

export type Redelivery = { ok: true } | { ok: false; reason: 'not-found' };

/** How many deliveries wait, since when the oldest does, and how many were given up since a time. */
type WebhookCounts = { due: number; oldestDueAt: number | undefined; givenUp: number };

/**
 * Changes of state that must be told to addresses. The commit of the change adds a row for each address. Methods throw
 * `store-unavailable` when the store fails.
 */
export type WebhookOutbox = {
  /** Claims up to `limit` due deliveries to an address, of each callback only the oldest that is not settled. */
  claim(claim: { address: string; at: number; leaseMs: number; limit: number }): Promise<ClaimedDelivery[]>;
  /** Settles a claimed delivery. The next one of the same callback and address becomes due. */
  settle(
    claimed: ClaimedDelivery,
    end: { state: 'delivered' | 'given-up'; code: string; at: number },
  ): Promise<void>;
  /** Ends the lease and tries again at `retryAt`. Later ones of the same callback and address wait as well. */
  retry(claimed: ClaimedDelivery, failure: { code: string; at: number; retryAt: number }): Promise<void>;
  /** When the next delivery to one of these addresses can be claimed; `undefined` when none waits. */
  nextDue(addresses: readonly string[]): Promise<number | undefined>;
  /** Gives up what waits for other addresses than these; returns how many. */
  giveUpOthers(addresses: readonly string[], at: number): Promise<number>;
  /** Makes a delivery due now, in any state, and writes the audit row. */
  redeliver(
    callback: { siteId: string; callbackId: string },
    deliveryId: string,
    by: { actor: string; at: number },
  ): Promise<Redelivery>;
  counts(since: number): Promise<WebhookCounts>;
};

/** The result of one request. Codes are short and contain nothing of the address. */
export type WebhookSent =
  | { result: 'accepted'; code: string }
  | { result: 'failed'; code: string; retryAfterMs?: number | undefined };

export type StateChange = Pick<WebhookDelivery, 'status' | 'outcome' | 'version' | 'occurredAt'>;

/** `id` is the same for every try of one event, so that the receiver recognises a repeat. */
export type WebhookEvent = { id: string; callback: Callback; change: StateChange; isTest: boolean };

/** Sends signed requests to the configured addresses. */
export type WebhookSender = {
  /** `host`: for people. The rest of an address can be a secret. */
  addresses: readonly { id: string; host: string }[];
  send(addressId: string, event: WebhookEvent): Promise<WebhookSent>;
};
