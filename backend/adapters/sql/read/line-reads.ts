import { type ExpressionBuilder, sql } from 'kysely';
import type { Attempt } from '../../../domain/attempt/state.ts';
import type { CallbackStore, QueuePlace } from '../../../ports/store/callback-store.ts';
import type { Engine } from '../engine.ts';
import { mayHaveCall } from '../rows/attempt-row.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

type LineReads = Pick<CallbackStore, 'queuePosition' | 'sidsBoundElsewhere' | 'unconfirmedElsewhere'>;

/** The number of conversations from which the mean hold time is calculated. */
const recentConversations = 20;

export function lineReads(engine: Engine): LineReads {
  return {
    async queuePosition(callback, line) {
      const [ahead, meanHoldMs] = await Promise.all([countAhead(engine, callback), meanHoldOf(engine, line)]);
      return { ahead, meanHoldMs };
    },
    sidsBoundElsewhere: (sids, callbackId, attempt) => sidsBoundElsewhere(engine, sids, callbackId, attempt),
    unconfirmedElsewhere: (attempt, since) => unconfirmedElsewhere(engine, attempt, since),
  };
}

async function countAhead({ db }: Engine, callback: QueuePlace): Promise<number> {
  const { ahead } = await db
    .selectFrom('callbacks')
    .select((eb) => eb.fn.countAll<number>().as('ahead'))
    .where((eb) => waitsLonger(eb, callback))
    .executeTakeFirstOrThrow();
  return Number(ahead);
}

async function meanHoldOf({ db }: Engine, line: string): Promise<number | undefined> {
  const talks = await db
    .selectFrom('attempts')
    .select((eb) => ['intended_at', eb.fn.coalesce('leg_dead_at', 'closed_at').as('freed_at')])
    .where('line', '=', line)
    .where('outcome', '=', 'talked')
    .orderBy('closed_at', 'desc')
    .limit(recentConversations)
    .execute();
  const holds = talks.flatMap(({ intended_at, freed_at }) =>
    freed_at === null ? [] : [fromInstant(freed_at) - fromInstant(intended_at)],
  );
  return holds.length === 0 ? undefined : holds.reduce((sum, hold) => sum + hold, 0) / holds.length;
}

async function sidsBoundElsewhere(
  { db }: Engine,
  sids: readonly string[],
  callbackId: string,
  attempt: number,
): Promise<string[]> {
  if (sids.length === 0) return [];
  const rows = await db
    .selectFrom('attempts')
    .select((row) => row.ref('call_sid').$notNull().as('call_sid'))
    .where('call_sid', 'in', sids)
    .where((row) => row.not(row.and({ request_id: callbackId, number: attempt })))
    .union(db.selectFrom('stray_calls').select('call_sid').where('call_sid', 'in', sids))
    .execute();
  return rows.map(({ call_sid }) => call_sid);
}

async function unconfirmedElsewhere({ db }: Engine, own: Attempt, since: number): Promise<string[]> {
  const rows = await db
    .selectFrom('attempts')
    .select(['site_id', 'facts'])
    .where('line', '=', own.line)
    .where('confirmed', '=', 0)
    .where((row) =>
      row.or([
        row.and([row('closed_at', 'is', null), row('leg_dead_at', 'is', null)]),
        row.and([row('outcome', '=', 'unknown-result'), row('closed_at', '>=', toInstant(since))]),
      ]),
    )
    .where((row) => row.not(row.and({ request_id: own.callbackId, number: own.number })))
    .execute();
  return rows.flatMap(({ site_id, facts }) => (mayHaveCall(facts) ? [site_id] : []));
}

/** A verified callback without a call. A literal, because a parameter would not use the partial index. */
export const waits = sql<boolean>`request_status = 'verified'`;

/** Matches callbacks of the same site that were verified earlier; the id decides between equal instants. */
export function waitsLonger(eb: ExpressionBuilder<Database, 'callbacks'>, than: QueuePlace) {
  const since = toInstant(than.verifiedAt ?? than.createdAt);
  return eb.and([
    waits,
    eb('site_id', '=', than.siteId),
    eb.or([
      eb('verified_at', '<', since),
      eb.and([eb('verified_at', '=', since), eb('request_id', '<', than.callbackId)]),
    ]),
  ]);
}
