import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import type { Change, Conflict, Guard } from '../../../ports/store/change.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { waitsLonger } from '../read/line-reads.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database, Instant } from '../schema.ts';
import { lockLine } from './line-steps.ts';

type GuardOf<K extends Guard['kind']> = Extract<Guard, { kind: K }>;
type Builder = ExpressionBuilder<Database, never>;

/** Compiles a guard: the steps that lock what it reads, then a SELECT that finds one row or misses. */
export function compileGuard(engine: Engine, guard: Guard, change: Change, at: number): Step[] {
  const { after } = change.callback;
  switch (guard.kind) {
    case 'line-free':
      return [
        lockLine(engine.db, guard.line, after.siteId, at),
        holds(engine, 'line-busy', (eb) => lineFree(eb, guard, change)),
      ];
    case 'not-opted-out':
      return [{ query: noOptOut(engine, guard), requires: { rows: 1, conflict: 'opted-out' } }];
    case 'call-covered':
      return [holds(engine, 'budget-reached', (eb) => callCovered(eb, guard, after.callbackId))];
    default:
      return compileLimit(engine, guard, after);
  }
}

function holds(engine: Engine, conflict: Conflict, condition: (eb: Builder) => Expression<SqlBool>): Step {
  const query = engine.db.selectNoFrom(sql.lit(1).as('holds')).where(condition).compile();
  return { query, requires: { rows: 1, conflict } };
}

/** An attempt that renews its intent already holds the line, so it does not wait behind others. */
function lineFree(eb: Builder, guard: GuardOf<'line-free'>, change: Change): Expression<SqlBool> {
  const { before, after } = change.callback;
  const holders = othersOnLine(eb, guard.line, change);
  const free = eb(holders.select(eb.fn.countAll<number>().as('holders')), '<', guard.lines);
  if (before?.status !== 'verified') return free;
  const earlier = eb
    .selectFrom('callbacks')
    .select('request_id')
    .where((row) => waitsLonger(row, before));
  return eb.and([free, eb.not(eb.exists(earlier.where('request_id', '!=', after.callbackId)))]);
}

/** Other attempts on the line, with the conditions of the partial index: open, and the business leg not known dead. */
function othersOnLine(eb: Builder, line: string, change: Change) {
  const own = change.attempt?.after;
  const holders = eb
    .selectFrom('attempts')
    .where('line', '=', line)
    .where('closed_at', 'is', null)
    .where('leg_dead_at', 'is', null);
  if (own === undefined) return holders;
  return holders.where((row) => row.not(row.and({ request_id: own.callbackId, number: own.number })));
}

const noOptOut = prepared<GuardOf<'not-opted-out'>>(({ db }, { fingerprints }) => {
  const optOuts = db.selectFrom('opt_outs').select('fingerprint').where('fingerprint', 'in', fingerprints);
  return db
    .selectNoFrom(sql.lit(1).as('holds'))
    .where((eb) => eb.not(eb.exists(optOuts.where('opted_out', '=', 1))));
});

/** Checks the caps again, because they can be lower than when the call was reserved. */
function callCovered(
  eb: Builder,
  { caps }: GuardOf<'call-covered'>,
  callbackId: string,
): Expression<SqlBool> {
  const covered = eb
    .selectFrom('reservations')
    .innerJoin('usage_counters', (join) =>
      join
        .onRef('usage_counters.site_id', '=', 'reservations.site_id')
        .onRef('usage_counters.starts_at', '=', 'reservations.day')
        .on('usage_counters.period', '=', 'day'),
    )
    .select('reservations.part')
    .where('reservations.request_id', '=', callbackId)
    .where('reservations.part', '=', 'call')
    .where('usage_counters.calls', '<=', caps.callsPerDay)
    .where('usage_counters.minutes', '<=', caps.minutesPerDay)
    .where('usage_counters.money', '<=', caps.moneyPerDay);
  return eb.exists(covered);
}

type Limit = Extract<Guard, { kind: `${string}-below` }>;

/** Compiles a rate limit, counted from the rows. Rows that the change itself inserts do not count. */
function compileLimit(engine: Engine, limit: Limit, created: Callback): Step[] {
  const counted = { since: toInstant(limit.since), max: limit.max };
  switch (limit.kind) {
    case 'client-below': {
      const query = clientBelow(engine, { ...counted, value: limit.client, created: created.callbackId });
      return limitSteps(engine, `client/${limit.client}`, query, 'client-limit');
    }
    case 'identity-below': {
      const query = identityBelow(engine, { ...counted, value: limit.identity, created: created.callbackId });
      return limitSteps(engine, `identity/${limit.identity}`, query, 'identity-limit');
    }
    case 'codes-below':
      return limitSteps(engine, `codes/${limit.phone}`, phoneBelow(engine, limit), 'code-limit');
    case 'network-below': {
      const { level, network, max, enteredPerCode: per } = limit;
      const enteredSince = toInstant(limit.enteredSince);
      const query = networkBelow[level](engine, { network, since: counted.since, max, enteredSince, per });
      return limitSteps(engine, `network/${network}`, query, 'network-limit');
    }
    case 'block-below': {
      const query = blockBelow(engine, { ...counted, value: limit.block });
      return limitSteps(engine, `block/${limit.block}`, query, 'block-limit');
    }
  }
}

function limitSteps(engine: Engine, key: string, query: Step['query'], conflict: Conflict): Step[] {
  return [...engine.lockKey(key), { query, requires: { rows: 1, conflict } }];
}

function callbacksBelow(column: 'client' | 'identity') {
  return prepared<{ value: string; since: Instant; created: string; max: number }>(
    ({ db }, { value, since, created, max }) => {
      const others = db
        .selectFrom('callbacks')
        .select((eb) => eb.fn.countAll<number>().as('requests'))
        .where(column, '=', value)
        .where('created_at', '>=', since)
        .where('request_id', '!=', created);
      return db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(others, '<', max));
    },
  );
}

const clientBelow = callbacksBelow('client');
const identityBelow = callbacksBelow('identity');

const sentToPhoneBelow = prepared<{ phone: string; since: Instant; max: number }>(
  ({ db }, { phone, since, max }) => {
    const sent = codes(db).where('phone', '=', phone).where('sent_at', '>=', since);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where((eb) => eb(sent.where('withheld', '=', 0), '<', max));
  },
);

const calledPhoneBelow = prepared<{ phone: string; since: Instant; max: number }>(
  ({ db }, { phone, since, max }) => {
    const called = codes(db).where('phone', '=', phone).where('sent_at', '>=', since);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where((eb) => eb(called.where('withheld', '=', 0).where('way', '=', 'call'), '<', max));
  },
);

const enteredForPhoneBelow = prepared<{ phone: string; since: Instant; max: number }>(
  ({ db }, { phone, since, max }) => {
    const sent = codes(db).where('phone', '=', phone).where('sent_at', '>=', since);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where((eb) => eb(sent.where('entered_at', 'is not', null), '<', max));
  },
);

const askedForPhoneBelow = prepared<{ phone: string; network: string; since: Instant; max: number }>(
  ({ db }, { phone, network, since, max }) => {
    const sent = codes(db).where('phone', '=', phone).where('sent_at', '>=', since);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where((eb) => eb(sent.where('network', '=', network), '<', max));
  },
);

function phoneBelow(engine: Engine, { phone, counted, since, max }: GuardOf<'codes-below'>): Step['query'] {
  const values = { phone, since: toInstant(since), max };
  switch (counted.kind) {
    case 'sent':
      return sentToPhoneBelow(engine, values);
    case 'called':
      return calledPhoneBelow(engine, values);
    case 'entered':
      return enteredForPhoneBelow(engine, values);
    case 'asked-by':
      return askedForPhoneBelow(engine, { ...values, network: counted.network });
  }
}

const blockBelow = prepared<{ value: string; since: Instant; max: number }>(
  ({ db }, { value, since, max }) => {
    const sent = codes(db).where('block', '=', value).where('sent_at', '>=', since);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where((eb) => eb(sent.where('withheld', '=', 0), '<', max));
  },
);

const networkBelow = { near: unenteredBelow('network'), wide: unenteredBelow('wide_network') };

/** Division by a whole number rounds down in SQLite and in Postgres. */
function unenteredBelow(column: 'network' | 'wide_network') {
  return prepared<{
    network: string;
    since: Instant;
    max: number;
    enteredSince: Instant;
    per: number;
  }>(({ db }, { network, since, max, enteredSince, per }) => {
    const own = codes(db).where(column, '=', network);
    const unentered = own.where('entered_at', 'is', null).where('sent_at', '>=', since);
    const entered = own.where('entered_at', 'is not', null).where('sent_at', '>=', enteredSince);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where(sql<SqlBool>`(${unentered}) < ${max} + (${entered}) / ${per}`);
  });
}

function codes(db: Engine['db']) {
  return db
    .selectFrom('verification_codes')
    .select((eb) => eb.fn.countAll<number>().as('codes'))
    .where('delivery', '!=', 'blocked');
}
