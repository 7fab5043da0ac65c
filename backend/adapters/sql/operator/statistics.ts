import { type RawBuilder, sql } from 'kysely';
import { startOfDay, warningAccount } from '../../../domain/budget/caps.ts';
import type { Amounts } from '../../../domain/budget/charge.ts';
import { acceptedOutcomes, type Outcome, unacceptedOutcomes } from '../../../domain/outcome.ts';
import type { Statistics, Sum, TextCount, TimeSum } from '../../../ports/operator/statistics.ts';
import { toAmounts } from '../budget/charges.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';

/** Creates the port of the figures that the operator sees. */
export function createStatistics(engine: Engine): Statistics {
  return {
    sums: (siteId, from, to) => sums(engine, siteId, from, to),
    sumsByTime: (siteId, period) => sumsByTime(engine, siteId, period),
    durations: (siteId, measure, from, to) => durations(engine, siteId, measure, from, to),
    spentByDay: (siteId, from, to) => spentByDay(engine, siteId, from, to),
    reserved: (siteId, at) => reserved(engine, siteId, at),
    queue: (at) => queue(engine, at),
    texts: (siteId, from) => texts(engine, siteId, from),
    linesInUse: (siteId) => linesInUse(engine, siteId),
    sizes: () => sizes(engine),
  };
}

async function sums(engine: Engine, siteId: string, from: number, to: number): Promise<Sum[]> {
  const query = sumsOf(engine, siteId, from, to)
    .select(['request_status', 'outcome', 'proven', sql<number>`sum(callbacks)`.as('callbacks')])
    .groupBy(['request_status', 'outcome', 'proven']);
  const rows = await engine.readAside(query.compile());
  return rows.map((row) => ({
    status: row.request_status,
    outcome: row.outcome === '' ? undefined : row.outcome,
    proven: row.proven === 1,
    callbacks: Number(row.callbacks),
  }));
}

/** Adds up in the database: a month has a row for each quarter of an hour and each state. */
async function sumsByTime(
  engine: Engine,
  siteId: string,
  { from, to, by }: { from: number; to: number; by: 'hour' | 'quarter' },
): Promise<TimeSum[]> {
  const step = by === 'hour' ? sql<string>`substr(starts_at, 1, 13)` : sql<string>`starts_at`;
  const query = sumsOf(engine, siteId, from, to)
    .select([
      sql<string>`min(starts_at)`.as('first'),
      sql<number>`sum(callbacks)`.as('total'),
      sumWhere(sql`request_status = 'completed'`).as('completed'),
      sumWhere(sql`request_status = 'failed'`).as('failed'),
      sumWhere(isOneOf([...acceptedOutcomes, ...unacceptedOutcomes])).as('attempted'),
      sumWhere(isOneOf(acceptedOutcomes)).as('answered'),
    ])
    .groupBy(step);
  const rows = await engine.readAside(query.compile());
  return rows.map(({ first, ...numbers }) => ({
    startsAt: Date.parse(first),
    total: Number(numbers.total),
    completed: Number(numbers.completed),
    failed: Number(numbers.failed),
    attempted: Number(numbers.attempted),
    answered: Number(numbers.answered),
  }));
}

function sumsOf({ db }: Engine, siteId: string, from: number, to: number) {
  return db
    .selectFrom('callback_sums')
    .where('site_id', '=', siteId)
    .where('starts_at', '>=', toInstant(from))
    .where('starts_at', '<', toInstant(to))
    .where('callbacks', '>', 0);
}

function sumWhere(condition: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`sum(case when ${condition} then callbacks else 0 end)`;
}

function isOneOf(some: readonly Outcome[]): RawBuilder<unknown> {
  return sql`outcome in (${sql.join(some.map((outcome) => sql.lit(outcome)))})`;
}

async function durations(
  engine: Engine,
  siteId: string,
  measure: 'answer' | 'wait',
  from: number,
  to: number,
) {
  const query = engine.db
    .selectFrom('call_durations')
    .select(['seconds', sql<number>`sum(calls)`.as('calls')])
    .where('site_id', '=', siteId)
    .where('measure', '=', measure)
    .where('starts_at', '>=', toInstant(startOfDay(from)))
    .where('starts_at', '<', toInstant(to))
    .groupBy('seconds')
    .orderBy('seconds');
  const rows = await engine.readAside(query.compile());
  return rows.map(({ seconds, calls }) => ({ seconds, calls: Number(calls) }));
}

async function spentByDay(engine: Engine, siteId: string, from: number, to: number) {
  const query = engine.db
    .selectFrom('usage_counters')
    .select(({ fn }) => [
      'starts_at',
      fn.sum('texts').as('texts'),
      fn.sum('calls').as('calls'),
      fn.sum('minutes').as('minutes'),
      fn.sum('money').as('money'),
    ])
    .where('site_id', 'in', [siteId, warningAccount(siteId)])
    .where('period', '=', 'day')
    .where('starts_at', '>=', toInstant(startOfDay(from)))
    .where('starts_at', '<', toInstant(to))
    .groupBy('starts_at')
    .orderBy('starts_at');
  const rows = await engine.readAside(query.compile());
  return rows.map((row) => ({ startsAt: fromInstant(row.starts_at), amounts: toAmounts(row) }));
}

async function reserved(engine: Engine, siteId: string, at: number): Promise<Amounts> {
  const query = engine.db
    .selectFrom('reservations')
    .select((row) => [
      row.fn.coalesce(row.fn.sum<number>('texts'), sql.lit(0)).as('texts'),
      row.fn.coalesce(row.fn.sum<number>('calls'), sql.lit(0)).as('calls'),
      row.fn.coalesce(row.fn.sum<number>('minutes'), sql.lit(0)).as('minutes'),
      row.fn.coalesce(row.fn.sum<number>('money'), sql.lit(0)).as('money'),
    ])
    .where('site_id', '=', siteId)
    .where('day', '=', toInstant(startOfDay(at)));
  const [row] = await engine.readAside(query.compile());
  return toAmounts(row ?? { texts: 0, calls: 0, minutes: 0, money: 0 });
}

async function queue(engine: Engine, at: number) {
  const now = toInstant(at);
  const query = engine.db
    .selectFrom('effects')
    .select((row) => [
      row.fn.countAll<number>().as('all'),
      row.fn.min('due_at').as('first'),
      sql<number>`sum(case when due_at <= ${now} then 1 else 0 end)`.as('due'),
    ]);
  const [row] = await engine.readAside(query.compile());
  const due = Number(row?.due ?? 0);
  return {
    due,
    waiting: Number(row?.all ?? 0) - due,
    oldestDueAt: due > 0 && row?.first ? fromInstant(row.first) : undefined,
  };
}

/** Begins with the index of the callbacks' times, because messages have none of their own. */
async function texts(engine: Engine, siteId: string, from: number): Promise<TextCount[]> {
  const { withoutIndex } = engine;
  const query = engine.db
    .selectFrom('callbacks')
    .innerJoin('messages', (join) =>
      join.on('messages.request_id', '=', withoutIndex(sql.ref<string>('callbacks.request_id'))),
    )
    .select(({ fn }) => ['messages.purpose', 'messages.status', fn.countAll<number>().as('texts')])
    .where(withoutIndex(sql.ref('callbacks.site_id')), '=', siteId)
    .where('callbacks.created_at', '>=', toInstant(from))
    .where('messages.channel', '=', 'sms')
    .groupBy(['messages.purpose', 'messages.status']);
  const rows = await engine.readAside(query.compile());
  return rows.map((row) => ({ ...row, texts: Number(row.texts) }));
}

async function linesInUse(engine: Engine, siteId: string): Promise<number> {
  const query = engine.db
    .selectFrom('attempts')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .where('closed_at', 'is', null)
    .where('leg_dead_at', 'is', null);
  const [row] = await engine.readAside(query.compile());
  return Number(row?.count ?? 0);
}

async function sizes(engine: Engine) {
  const query = engine.db.selectFrom('callbacks').select((row) => row.fn.countAll<number>().as('count'));
  const [row] = await engine.readAside(query.compile());
  return { callbacks: Number(row?.count ?? 0), bytes: await engine.sizeBytes() };
}
