import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { firstSlotOfHour, startOfDay, startOfSlot } from '../../../domain/budget/caps.ts';
import { type Amounts, addAmounts, type Charge, zeroAmounts } from '../../../domain/budget/charge.ts';
import type { Release } from '../../../domain/budget/release.ts';
import type { Caps } from '../../../domain/budget/spending-rules.ts';
import type { ArmedEffect } from '../../../domain/effect.ts';
import type { Spending } from '../../../ports/store/spending.ts';
import { armSiteEffectStep } from '../effects/arm-effect.ts';
import type { Engine, Step } from '../engine.ts';
import { type Placeholders, prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Instant, ReservationRow } from '../schema.ts';

/** Returns the steps that charge a callback and record what of it is only reserved. */
export function chargeSteps(
  engine: Engine,
  charge: Charge,
  callback: { callbackId: string; siteId: string },
  at: number,
): Step[] {
  const owner = {
    request_id: callback.callbackId,
    site_id: callback.siteId,
    hour: slotStart(at),
    day: dayStart(at),
  };
  return [
    ...countSteps(engine, callback.siteId, charge, at),
    ...charge.reserves.map(({ part, amounts }) => ({
      query: insertReservation(engine, { ...owner, part, ...amounts }),
    })),
  ];
}

const insertReservation = prepared<ReservationRow>(({ db }, row) =>
  db.insertInto('reservations').values(row),
);

/**
 * Returns the steps that release what a callback reserved and did not use. They also delete the reservation, so that
 * a second release finds nothing and changes nothing.
 */
export function releaseSteps(engine: Engine, { part, used }: Release, request: string): Step[] {
  const deletion = { query: deleteReservation(engine, { request, part }) };
  if (used === 'all') return [deletion];
  const values = { ...used, request, part };
  return [{ query: releaseFromDay(engine, values) }, deletion];
}

type Released = Amounts & { request: string; part: ReservationRow['part'] };

/** Subtracts what is reserved, and adds what was used. Reserves do not count in the hour. */
const releaseFromDay = prepared<Released>(({ db }, { request, part, ...used }) => {
  const reserved = db.selectFrom('reservations').where('request_id', '=', request).where('part', '=', part);
  const left = (column: AmountColumn) =>
    sql<number>`${sql.ref(column)} - (${reserved.select(column)}) + ${toBigint(used[column])}`;
  return db
    .updateTable('usage_counters')
    .set({ texts: left('texts'), calls: left('calls'), minutes: left('minutes'), money: left('money') })
    .where('period', '=', 'day')
    .where('site_id', '=', reserved.select('site_id'))
    .where('starts_at', '=', reserved.select('day'));
});

const deleteReservation = prepared<{ request: string; part: ReservationRow['part'] }>(
  ({ db }, { request, part }) =>
    db.deleteFrom('reservations').where('request_id', '=', request).where('part', '=', part),
);

type Maxima = { maxTexts: number; maxCalls: number; maxMinutes: number; maxMoney: number };

type Addition = Amounts & Maxima & { site: string; period: 'hour' | 'day'; startsAt: Instant };

const noMaxima: Maxima = {
  maxTexts: Number.MAX_SAFE_INTEGER,
  maxCalls: Number.MAX_SAFE_INTEGER,
  maxMinutes: Number.MAX_SAFE_INTEGER,
  maxMoney: Number.MAX_SAFE_INTEGER,
};

const amountColumns = ['texts', 'calls', 'minutes', 'money'] as const;
type AmountColumn = (typeof amountColumns)[number];

/** Returns the steps that add to the site's counters of the hour and the day, or miss with `budget-reached`. */
function countSteps(
  engine: Engine,
  siteId: string,
  { amounts, textsToVisitors, caps }: Omit<Charge, 'reserves'>,
  at: number,
): Step[] {
  const requires = { rows: 1, conflict: 'budget-reached' } as const;
  const addition = { ...amounts, ...noMaxima, site: siteId };
  const day = { ...addition, period: 'day', startsAt: dayStart(at), ...dayMaxima(caps) } as const;
  const addToDay = { query: addWithinCaps(engine, day), requires };
  if (textsToVisitors === 0) return [addToDay];
  const texts = { ...addition, ...zeroAmounts, texts: textsToVisitors };
  const hour = { site: siteId, since: toInstant(firstSlotOfHour(at)), texts: textsToVisitors };
  return [
    { query: fitsInHour(engine, { ...hour, maxTexts: caps.textsPerHour }), requires },
    { query: addWithinCaps(engine, { ...texts, period: 'hour', startsAt: slotStart(at) }), requires },
    addToDay,
  ];
}

/** Sums the slots of the last hour. The rows are few: one for every five minutes. */
const fitsInHour = prepared<{ site: string; since: Instant; texts: number; maxTexts: number }>(
  ({ db }, { site, since, texts, maxTexts }) => {
    const counted = db
      .selectFrom('usage_counters')
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('texts'), eb.lit(0)).as('texts'))
      .where('site_id', '=', site)
      .where('period', '=', 'hour')
      .where('starts_at', '>=', since);
    return db
      .selectNoFrom(sql.lit(1).as('holds'))
      .where(sql<SqlBool>`(${counted}) + ${toBigint(texts)} <= ${toBigint(maxTexts)}`);
  },
);

function dayMaxima({ callsPerDay, minutesPerDay, moneyPerDay }: Caps): Omit<Maxima, 'maxTexts'> {
  return { maxCalls: callsPerDay, maxMinutes: minutesPerDay, maxMoney: moneyPerDay };
}

function slotStart(at: number): Instant {
  return toInstant(startOfSlot(at));
}

function dayStart(at: number): Instant {
  return toInstant(startOfDay(at));
}

/** Adds to a counter in one statement; changes no row when the sum would exceed a maximum. */
const addWithinCaps = prepared<Addition>(({ db }, places) => {
  const max = maximumOf(places);
  const added = db
    .selectNoFrom([
      places.site.as('site_id'),
      places.period.as('period'),
      places.startsAt.as('starts_at'),
      ...amountColumns.map((column) => toBigint(places[column]).as(column)),
    ])
    .where((eb) => eb.and(amountColumns.map((column) => eb(toBigint(places[column]), '<=', max[column]))));
  const total = (column: AmountColumn) =>
    sql<number>`${sql.ref(`usage_counters.${column}`)} + ${sql.ref(`excluded.${column}`)}`;
  return db
    .insertInto('usage_counters')
    .columns(['site_id', 'period', 'starts_at', ...amountColumns])
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
        .where((eb) => eb.and(amountColumns.map((column) => eb(total(column), '<=', max[column])))),
    );
});

function maximumOf({ maxTexts, maxCalls, maxMinutes, maxMoney }: Placeholders<Maxima>) {
  return {
    texts: toBigint(maxTexts),
    calls: toBigint(maxCalls),
    minutes: toBigint(maxMinutes),
    money: toBigint(maxMoney),
  };
}

/** Some databases read a parameter of a SELECT as text unless it is cast. */
function toBigint(place: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`cast(${place} as bigint)`;
}

/** Creates the port of the sites' spending, which is counted by hour and by day. */
export function createSpending(engine: Engine): Spending {
  return {
    async usage(siteId, at) {
      const hour = toInstant(firstSlotOfHour(at));
      const rows = await engine.read(currentCounters(engine, { siteId, hour, day: dayStart(at) }));
      const amountsOf = (period: 'hour' | 'day') =>
        addAmounts(...rows.filter((row) => row.period === period).map(toAmounts));
      return { hour: amountsOf('hour'), day: amountsOf('day') };
    },
    async charge(siteId, charge, at) {
      const { ok } = await engine.write(countSteps(engine, siteId, charge, at));
      return ok;
    },
    claimWarning: (siteId, warning, startsAt, arm) =>
      claimWarning(engine, { site_id: siteId, warning, starts_at: toInstant(startsAt) }, arm),
  };
}

const currentCounters = prepared<
  { siteId: string; hour: Instant; day: Instant },
  Amounts & { period: 'hour' | 'day' }
>(({ db }, { siteId, hour, day }) =>
  db
    .selectFrom('usage_counters')
    .select(['period', 'texts', 'calls', 'minutes', 'money'])
    .where('site_id', '=', siteId)
    .where((eb) =>
      eb.or([
        eb.and([eb('period', '=', 'hour'), eb('starts_at', '>=', hour)]),
        eb.and([eb('period', '=', 'day'), eb('starts_at', '=', day)]),
      ]),
    ),
);

/** Reads the amounts of a row; some databases return a bigint as text. */
export function toAmounts({ texts, calls, minutes, money }: Record<keyof Amounts, unknown>): Amounts {
  return { texts: Number(texts), calls: Number(calls), minutes: Number(minutes), money: Number(money) };
}

/** Inserts the warning's row. Reads first, so that a repeated claim costs no write. */
async function claimWarning(
  engine: Engine,
  row: { site_id: string; warning: string; starts_at: Instant },
  arm: ArmedEffect | undefined,
): Promise<boolean> {
  const { db } = engine;
  const known = await engine.read(
    db
      .selectFrom('owner_warnings')
      .select('warning')
      .where('site_id', '=', row.site_id)
      .where('warning', '=', row.warning)
      .where('starts_at', '=', row.starts_at)
      .compile(),
  );
  if (known.length > 0) return false;
  const query = db
    .insertInto('owner_warnings')
    .values(row)
    .onConflict((existing) => existing.doNothing())
    .compile();
  const written = await engine.write([
    { query, requires: { rows: 1, conflict: 'stale' } },
    ...(arm === undefined ? [] : [armSiteEffectStep(engine, row.site_id, arm)]),
  ]);
  return written.ok;
}
