import { sql } from 'kysely';
import type { Amounts } from '../../../domain/budget/amounts.ts';
import type { Charge } from '../../../domain/budget/charge.ts';
import type { Release } from '../../../domain/budget/release.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import type { ReservationRow } from '../schema.ts';
import { type AmountColumn, countSteps, dayStart, hourStart, toBigint } from './counters.ts';

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
    hour: hourStart(at),
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
  return [{ query: releaseFromHour(engine, values) }, { query: releaseFromDay(engine, values) }, deletion];
}

type Released = Amounts & { request: string; part: ReservationRow['part'] };

const releaseFromHour = releaseFrom('hour');
const releaseFromDay = releaseFrom('day');

/** Subtracts from one counter what is reserved, and adds what was used. */
function releaseFrom(period: 'hour' | 'day') {
  return prepared<Released>(({ db }, { request, part, ...used }) => {
    const reserved = db.selectFrom('reservations').where('request_id', '=', request).where('part', '=', part);
    const left = (column: AmountColumn) =>
      sql<number>`${sql.ref(column)} - (${reserved.select(column)}) + ${toBigint(used[column])}`;
    return db
      .updateTable('usage_counters')
      .set({ texts: left('texts'), calls: left('calls'), minutes: left('minutes'), money: left('money') })
      .where('period', '=', period)
      .where('site_id', '=', reserved.select('site_id'))
      .where('starts_at', '=', reserved.select(period));
  });
}

const deleteReservation = prepared<{ request: string; part: ReservationRow['part'] }>(
  ({ db }, { request, part }) =>
    db.deleteFrom('reservations').where('request_id', '=', request).where('part', '=', part),
);
