import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Callback } from '../../domain/callback/state.ts';
import type { Change, Conflict, Guard } from '../../ports/store.ts';
import type { Engine, Step } from './engine.ts';
import { toInstant } from './instant.ts';
import { lockLine } from './lock-line.ts';
import { prepared } from './prepared.ts';
import type { Database, Instant } from './schema.ts';
import { waitsLonger } from './wait-order.ts';

type GuardOf<K extends Guard['kind']> = Extract<Guard, { kind: K }>;
type Builder = ExpressionBuilder<Database, never>;

/** A guard is a SELECT that finds one row or none, after whatever keeps other transactions out. */
export function compileGuard(engine: Engine, guard: Guard, change: Change, at: number): Step[] {
  const { after } = change.callback;
  switch (guard.kind) {
    case 'line-free':
      return [
        lockLine(engine.db, guard.line, after.siteId, at),
        holds(engine, 'line-busy', (eb) => lineFree(eb, guard, change)),
      ];
    case 'not-opted-out':
      return [holds(engine, 'opted-out', (eb) => notOptedOut(eb, guard))];
    case 'client-below':
      return [...engine.exclusive(`client/${guard.client}`), clientBelow(engine, guard, after)];
    case 'codes-below':
      return [...engine.exclusive(`codes/${guard.phone}`), codesBelow(engine, guard)];
  }
}

function holds(engine: Engine, otherwise: Conflict, condition: (eb: Builder) => Expression<SqlBool>): Step {
  const query = engine.db.selectNoFrom(sql.lit(1).as('holds')).where(condition).compile();
  return { query, must: { hit: 1, otherwise } };
}

/** An attempt that renews its intent holds the line already and does not wait for it. */
function lineFree(eb: Builder, guard: GuardOf<'line-free'>, change: Change): Expression<SqlBool> {
  const { before, after } = change.callback;
  const holders = othersOnLine(eb, guard.line, change);
  const free = eb.and([
    eb(holders.select(eb.fn.countAll<number>().as('holders')), '<', guard.lines),
    eb.not(eb.exists(holders.select('number').where('call_sid', 'is', null))),
  ]);
  if (before?.status !== 'verified') return free;
  const earlier = eb
    .selectFrom('callbacks')
    .select('request_id')
    .where((row) => waitsLonger(row, before));
  return eb.and([free, eb.not(eb.exists(earlier.where('request_id', '!=', after.requestId)))]);
}

/** The conditions of the partial index of attempts that hold a line: open, and the business's leg not known dead. */
function othersOnLine(eb: Builder, line: string, change: Change) {
  const own = change.attempt?.after;
  const holders = eb
    .selectFrom('attempts')
    .where('line', '=', line)
    .where('closed_at', 'is', null)
    .where('leg_dead_at', 'is', null);
  if (own === undefined) return holders;
  return holders.where((row) => row.not(row.and({ request_id: own.requestId, number: own.number })));
}

function notOptedOut(eb: Builder, guard: GuardOf<'not-opted-out'>): Expression<SqlBool> {
  const optOut = eb.selectFrom('opt_outs').select('phone').where('phone', '=', guard.phone);
  return eb.not(eb.exists(optOut.where('opted_out', '=', 1)));
}

const fewRequests = prepared<{ client: string; since: Instant; created: string; max: number }>(
  ({ db }, { client, since, created, max }) => {
    const others = db
      .selectFrom('callbacks')
      .select((eb) => eb.fn.countAll<number>().as('requests'))
      .where('client', '=', client)
      .where('created_at', '>=', since)
      .where('request_id', '!=', created);
    return db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(others, '<', max));
  },
);

/** The row that the change itself inserted is not counted against it. */
function clientBelow(engine: Engine, guard: GuardOf<'client-below'>, created: Callback): Step {
  const { client, since, max } = guard;
  const query = fewRequests(engine, { client, since: toInstant(since), created: created.requestId, max });
  return { query, must: { hit: 1, otherwise: 'client-limit' } };
}

const fewCodes = prepared<{ phone: string; since: Instant; max: number }>(({ db }, { phone, since, max }) => {
  const sent = db
    .selectFrom('verification_codes')
    .select((eb) => eb.fn.countAll<number>().as('codes'))
    .where('phone', '=', phone)
    .where('sent_at', '>=', since);
  return db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(sent, '<', max));
});

function codesBelow(engine: Engine, { phone, since, max }: GuardOf<'codes-below'>): Step {
  const query = fewCodes(engine, { phone, since: toInstant(since), max });
  return { query, must: { hit: 1, otherwise: 'code-limit' } };
}
