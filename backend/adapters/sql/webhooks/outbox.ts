import { type ExpressionBuilder, sql } from 'kysely';
import type { ClaimedDelivery, WebhookOutbox } from '../../../ports/webhooks.ts';
import type { Engine, Step } from '../engine.ts';
import { type Placeholders, prepared } from '../prepared.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Database, Instant } from '../schema.ts';
import { type DeliveryRow, toDelivery } from './delivery-row.ts';
import { redeliver } from './redeliver.ts';

/** Creates the port by which webhooks are claimed, settled and sent again. */
export function createWebhookOutbox(engine: Engine): WebhookOutbox {
  const { db } = engine;
  return {
    claim: (claim) => claimDue(engine, claim),
    async settle(claimed, { state, code, at }) {
      const end = { state, code, settled_at: toInstant(at), lease_until: null };
      const own = settleOwn(engine, { ...claimedBy(claimed), ...end });
      const later = wakeLater(engine, { ...laterThan(claimed), at: toInstant(at) });
      await engine.write([owned(own), { query: later }]);
    },
    async retry(claimed, { code, at, retryAt }) {
      const times = { at: toInstant(at), retryAt: toInstant(retryAt) };
      const own = retryOwn(engine, { ...claimedBy(claimed), ...times, code });
      await engine.write([owned(own), { query: holdLater(engine, { ...laterThan(claimed), ...times }) }]);
    },
    nextDue: (addresses) => nextDue(engine, addresses),
    async giveUpOthers(addresses, at) {
      const query = db
        .updateTable('webhook_deliveries')
        .set({ state: 'given-up', code: 'address-removed', settled_at: toInstant(at) })
        .where('state', '=', 'due')
        .$if(addresses.length > 0, (rows) => rows.where('address', 'not in', addresses))
        .compile();
      const written = await engine.write([{ query }]);
      return written.ok ? (written.results[0]?.count ?? 0) : 0;
    },
    redeliver: (callback, deliveryId, by) => redeliver(engine, callback, deliveryId, by),
    counts: (since) => countDeliveries(engine, since),
  };
}

function claimedBy({ id, fence }: ClaimedDelivery) {
  return { id, fence };
}

function laterThan({ callbackId, address, version }: ClaimedDelivery) {
  return { request: callbackId, address, version };
}

/** Rolls the whole write back when another process has claimed the row meanwhile. */
function owned(query: Step['query']): Step {
  return { query, requires: { rows: 1, conflict: 'effect-lost' } };
}

type Due = { address: string; now: Instant; limit: number };

async function claimDue(
  engine: Engine,
  { address, at, leaseMs, limit }: Parameters<WebhookOutbox['claim']>[0],
): Promise<ClaimedDelivery[]> {
  const now = toInstant(at);
  // Most polls find nothing, so a poll reads first and writes only when a delivery is due.
  if ((await engine.read(anyDue(engine, { address, now, limit: 1 }))).length === 0) return [];
  const query = claimedRows(engine, { address, now, limit, lease_until: toInstant(at + leaseMs) });
  const written = await engine.write([{ query }]);
  const rows = written.ok ? (written.results[0]?.rows ?? []) : [];
  return (rows as DeliveryRow[]).map(toDelivery).sort((left, right) => left.dueAt - right.dueAt);
}

const anyDue = prepared(due);

const claimedRows = prepared<Due & { lease_until: Instant }>((engine, claim) =>
  engine.db
    .with(
      (cte) => cte('claimable').materialized(),
      () => engine.skipLocked(due(engine, claim)),
    )
    .updateTable('webhook_deliveries')
    .set((eb) => ({
      lease_until: claim.lease_until,
      fence: eb('fence', '+', 1),
      tries: eb('tries', '+', 1),
    }))
    .where('delivery_id', 'in', (eb) => eb.selectFrom('claimable').select('delivery_id'))
    .returningAll(),
);

function due({ db }: Engine, { address, now, limit }: Placeholders<Due>) {
  return db
    .selectFrom('webhook_deliveries')
    .select('delivery_id')
    .where('address', '=', address)
    .where('state', '=', 'due')
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .where(isFirst)
    .orderBy('due_at')
    .orderBy('version')
    .limit(limit);
}

/** Matches the oldest delivery of its callback and address that is not settled. */
function isFirst(row: ExpressionBuilder<Database, 'webhook_deliveries'>) {
  const earlier = row
    .selectFrom('webhook_deliveries as earlier')
    .select('earlier.delivery_id')
    .whereRef('earlier.request_id', '=', 'webhook_deliveries.request_id')
    .whereRef('earlier.address', '=', 'webhook_deliveries.address')
    .whereRef('earlier.version', '<', 'webhook_deliveries.version')
    .where('earlier.state', '=', 'due');
  return row.not(row.exists(earlier));
}

type Own = { id: string; fence: number };

const settleOwn = prepared<Own & Pick<DeliveryRow, 'state' | 'code' | 'settled_at' | 'lease_until'>>(
  ({ db }, { id, fence, ...end }) =>
    db.updateTable('webhook_deliveries').set(end).where('delivery_id', '=', id).where('fence', '=', fence),
);

const retryOwn = prepared<Own & { code: string; at: Instant; retryAt: Instant }>(
  ({ db }, { id, fence, code, at, retryAt }) =>
    db
      .updateTable('webhook_deliveries')
      .set((eb) => ({
        code,
        due_at: retryAt,
        failing_since: eb.fn.coalesce('failing_since', at),
        lease_until: null,
      }))
      .where('delivery_id', '=', id)
      .where('fence', '=', fence),
);

type Later = { request: string; address: string; version: number };

function later({ db }: Engine, { request, address, version }: Placeholders<Later>) {
  return db
    .updateTable('webhook_deliveries')
    .where('request_id', '=', request)
    .where('address', '=', address)
    .where('version', '>', version)
    .where('state', '=', 'due');
}

const wakeLater = prepared<Later & { at: Instant }>((engine, values) =>
  later(engine, values).set({ due_at: values.at }).where('due_at', '>', values.at),
);

/** Polls then skip what cannot be sent yet, and its day of tries has begun as well. */
const holdLater = prepared<Later & { at: Instant; retryAt: Instant }>((engine, values) =>
  later(engine, values).set((eb) => ({
    failing_since: eb.fn.coalesce('failing_since', values.at),
    due_at: sql<Instant>`case when due_at < ${values.retryAt} then ${values.retryAt} else due_at end`,
  })),
);

/** For each address the first index entries suffice. One query for all addresses would read every row that waits. */
async function nextDue(engine: Engine, addresses: readonly string[]): Promise<number | undefined> {
  const found = await Promise.all(
    addresses.flatMap((address) => [
      engine.read(firstUnclaimed(engine, { address })),
      engine.read(firstLeased(engine, { address })),
    ]),
  );
  const times = found.flat().flatMap(({ at }) => (at === null ? [] : [fromInstant(at)]));
  return times.length === 0 ? undefined : Math.min(...times);
}

const firstUnclaimed = prepared<{ address: string }, { at: Instant | null }>(({ db }, { address }) =>
  db
    .selectFrom('webhook_deliveries')
    .select('due_at as at')
    .where('address', '=', address)
    .where('state', '=', 'due')
    .where('lease_until', 'is', null)
    .where(isFirst)
    .orderBy('due_at')
    .limit(1),
);

const firstLeased = prepared<{ address: string }, { at: Instant | null }>(({ db }, { address }) =>
  db
    .selectFrom('webhook_deliveries')
    .select('lease_until as at')
    .where('address', '=', address)
    .where('state', '=', 'due')
    .where('lease_until', 'is not', null)
    .orderBy('lease_until')
    .limit(1),
);

async function countDeliveries({ db }: Engine, since: number) {
  const [waiting, givenUp] = await Promise.all([
    db
      .selectFrom('webhook_deliveries')
      .select(({ fn }) => [fn.countAll<number>().as('due'), fn.min('occurred_at').as('oldest')])
      .where('state', '=', 'due')
      .executeTakeFirst(),
    db
      .selectFrom('webhook_deliveries')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', '=', 'given-up')
      .where('settled_at', '>=', toInstant(since))
      .executeTakeFirst(),
  ]);
  const oldest = waiting?.oldest ?? undefined;
  return {
    due: Number(waiting?.due ?? 0),
    oldestDueAt: oldest === undefined ? undefined : fromInstant(oldest),
    givenUp: Number(givenUp?.count ?? 0),
  };
}
