import { type RawBuilder, sql } from 'kysely';
import type { Amounts } from '../../../domain/budget/amounts.ts';
import { startOfDay, startOfHour } from '../../../domain/budget/caps.ts';
import type { Charge } from '../../../domain/budget/charge.ts';
import type { Release } from '../../../domain/budget/release.ts';
import type { Caps } from '../../../domain/budget/spending-rules.ts';
import type { Engine, Step } from '../engine.ts';
import { type Placeholders, prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Instant, ReservationRow } from '../schema.ts';

type Limits = { mostTexts: number; mostCalls: number; mostMinutes: number; mostMoney: number };

type Counted = Amounts & Limits & { site: string; period: 'hour' | 'day'; startsAt: Instant };

const none: Limits = {
  mostTexts: Number.MAX_SAFE_INTEGER,
  mostCalls: Number.MAX_SAFE_INTEGER,
  mostMinutes: Number.MAX_SAFE_INTEGER,
  mostMoney: Number.MAX_SAFE_INTEGER,
};

const columns = ['texts', 'calls', 'minutes', 'money'] as const;

/** Adds to a counter in one statement, or hits nothing where that would exceed a cap. */
const count = prepared<Counted>(({ db }, places) => {
  const most = mostOf(places);
  const added = db
    .selectNoFrom([
      places.site.as('site_id'),
      places.period.as('period'),
      places.startsAt.as('starts_at'),
      ...columns.map((column) => whole(places[column]).as(column)),
    ])
    .where((eb) => eb.and(columns.map((column) => eb(whole(places[column]), '<=', most[column]))));
  const total = (column: (typeof columns)[number]) =>
    sql<number>`${sql.ref(`usage_counters.${column}`)} + ${sql.ref(`excluded.${column}`)}`;
  return db
    .insertInto('usage_counters')
    .columns(['site_id', 'period', 'starts_at', ...columns])
    .expression(added)
    .onConflict((existing) =>
      existing
        .columns(['site_id', 'period', 'starts_at'])
        .doUpdateSet({
          texts: total('texts'),
          calls: total('calls'),
          minutes: total('minutes'),
          money: total('money'),
        })
        .where((eb) => eb.and(columns.map((column) => eb(total(column), '<=', most[column])))),
    );
});

function mostOf(places: Placeholders<Limits>) {
  const { mostTexts, mostCalls, mostMinutes, mostMoney } = places;
  return {
    texts: whole(mostTexts),
    calls: whole(mostCalls),
    minutes: whole(mostMinutes),
    money: whole(mostMoney),
  };
}

/** Some databases take a value in a SELECT for a text unless it is told what it is. */
function whole(place: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`cast(${place} as bigint)`;
}

/** Counts in the hour and in the day. */
export function countSteps(
  engine: Engine,
  siteId: string,
  { amounts, caps }: Pick<Charge, 'amounts' | 'caps'>,
  at: number,
): Step[] {
  const requires = { rows: 1, conflict: 'budget-reached' } as const;
  const hour = { ...none, mostTexts: caps.textsPerHour };
  const day = { ...none, ...dayLimits(caps) };
  return [
    {
      query: count(engine, { ...amounts, ...hour, site: siteId, period: 'hour', startsAt: hourStart(at) }),
      requires,
    },
    {
      query: count(engine, { ...amounts, ...day, site: siteId, period: 'day', startsAt: dayStart(at) }),
      requires,
    },
  ];
}

function dayLimits({ callsPerDay, minutesPerDay, moneyPerDay }: Caps): Omit<Limits, 'mostTexts'> {
  return { mostCalls: callsPerDay, mostMinutes: minutesPerDay, mostMoney: moneyPerDay };
}

export function hourStart(at: number): Instant {
  return toInstant(startOfHour(at));
}

export function dayStart(at: number): Instant {
  return toInstant(startOfDay(at));
}

const newReservation = prepared<ReservationRow>(({ db }, row) => db.insertInto('reservations').values(row));

/** Counts what a change takes, and remembers what of it may come back. */
export function chargeSteps(
  engine: Engine,
  taking: Charge,
  of: { callbackId: string; siteId: string },
  at: number,
): Step[] {
  const owner = { request_id: of.callbackId, site_id: of.siteId, hour: hourStart(at), day: dayStart(at) };
  return [
    ...countSteps(engine, of.siteId, taking, at),
    ...taking.reserves.map(({ part, amounts }) => ({
      query: newReservation(engine, { ...owner, part, ...amounts }),
    })),
  ];
}

type Returned = Amounts & { request: string; part: ReservationRow['part'] };

/** Puts back into one counter what was set aside and not used; hits nothing when nothing is set aside. */
function returning(period: 'hour' | 'day') {
  return prepared<Returned>(({ db }, { request, part, ...used }) => {
    const reserved = db.selectFrom('reservations').where('request_id', '=', request).where('part', '=', part);
    const left = (column: (typeof columns)[number]) =>
      sql<number>`${sql.ref(column)} - (${reserved.select(column)}) + ${whole(used[column])}`;
    return db
      .updateTable('usage_counters')
      .set({ texts: left('texts'), calls: left('calls'), minutes: left('minutes'), money: left('money') })
      .where('period', '=', period)
      .where('site_id', '=', reserved.select('site_id'))
      .where('starts_at', '=', reserved.select(period));
  });
}

const returnToHour = returning('hour');
const returnToDay = returning('day');

const forget = prepared<{ request: string; part: ReservationRow['part'] }>(({ db }, { request, part }) =>
  db.deleteFrom('reservations').where('request_id', '=', request).where('part', '=', part),
);

/** Settles once: with the row of what was set aside goes what a second time would find. */
export function releaseSteps(engine: Engine, { part, used }: Release, request: string): Step[] {
  const settled = { query: forget(engine, { request, part }) };
  if (used === 'all') return [settled];
  const values = { ...used, request, part };
  return [{ query: returnToHour(engine, values) }, { query: returnToDay(engine, values) }, settled];
}
