import { firstSlotOfHour } from '../../../domain/budget/caps.ts';
import { type Amounts, addAmounts } from '../../../domain/budget/charge.ts';
import type { ArmedEffect } from '../../../domain/effect.ts';
import type { Spending } from '../../../ports/store/spending.ts';
import { armSiteEffectStep } from '../effects/arm-effect.ts';
import type { Engine } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';
import { countSteps, dayStart } from './charges.ts';

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
