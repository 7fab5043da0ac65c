import { type RawBuilder, sql } from 'kysely';
import type { Amounts } from '../../../domain/budget/amounts.ts';
import { startOfDay, startOfHour } from '../../../domain/budget/caps.ts';
import type { Charge } from '../../../domain/budget/charge.ts';
import type { Caps } from '../../../domain/budget/spending-rules.ts';
import type { Engine, Step } from '../engine.ts';
import { type Placeholders, prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';

type Maxima = { maxTexts: number; maxCalls: number; maxMinutes: number; maxMoney: number };

type Addition = Amounts & Maxima & { site: string; period: 'hour' | 'day'; startsAt: Instant };

const noMaxima: Maxima = {
  maxTexts: Number.MAX_SAFE_INTEGER,
  maxCalls: Number.MAX_SAFE_INTEGER,
  maxMinutes: Number.MAX_SAFE_INTEGER,
  maxMoney: Number.MAX_SAFE_INTEGER,
};

const amountColumns = ['texts', 'calls', 'minutes', 'money'] as const;
export type AmountColumn = (typeof amountColumns)[number];

/** Returns the steps that add to the site's counters of the hour and the day, or miss with `budget-reached`. */
export function countSteps(
  engine: Engine,
  siteId: string,
  { amounts, caps }: Pick<Charge, 'amounts' | 'caps'>,
  at: number,
): Step[] {
  const requires = { rows: 1, conflict: 'budget-reached' } as const;
  const addition = { ...amounts, ...noMaxima, site: siteId };
  const hour = { ...addition, period: 'hour', startsAt: hourStart(at), maxTexts: caps.textsPerHour } as const;
  const day = { ...addition, period: 'day', startsAt: dayStart(at), ...dayMaxima(caps) } as const;
  return [
    { query: addWithinCaps(engine, hour), requires },
    { query: addWithinCaps(engine, day), requires },
  ];
}

function dayMaxima({ callsPerDay, minutesPerDay, moneyPerDay }: Caps): Omit<Maxima, 'maxTexts'> {
  return { maxCalls: callsPerDay, maxMinutes: minutesPerDay, maxMoney: moneyPerDay };
}

export function hourStart(at: number): Instant {
  return toInstant(startOfHour(at));
}

export function dayStart(at: number): Instant {
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
export function toBigint(place: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`cast(${place} as bigint)`;
}
