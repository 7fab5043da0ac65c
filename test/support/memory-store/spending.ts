import { startOfDay, startOfHour } from '../../../backend/domain/budget/caps.ts';
import { type Amounts, addAmounts, type Charge, zeroAmounts } from '../../../backend/domain/budget/charge.ts';
import type { Release } from '../../../backend/domain/budget/release.ts';
import { siteEffectOwner } from '../../../backend/domain/effect.ts';
import type { Spending } from '../../../backend/ports/store/spending.ts';
import { armEffect } from './effect-queue.ts';
import { createJournal, type Journal } from './journal.ts';
import type { Counter, Tables } from './tables.ts';

export function createSpending(tables: Tables): Spending {
  return {
    async usage(siteId, at) {
      const of = (period: 'hour' | 'day') => counterAt(tables, siteId, period, at).amounts;
      return { hour: of('hour'), day: of('day') };
    },
    async charge(siteId, amounts, caps, at) {
      const journal = createJournal();
      const fits = count(tables, journal, siteId, { amounts, caps }, at);
      if (!fits) journal.rollBack();
      return fits;
    },
    async claimWarning(siteId, warning, startsAt, arm) {
      const key = `${siteId} ${warning} ${startsAt}`;
      if (tables.warnings.has(key)) return false;
      tables.warnings.set(key, true);
      if (arm !== undefined) {
        const since = arm.dueAt;
        const times = { version: 0, verifiedAt: since, createdAt: since };
        armEffect(tables, createJournal(), arm, { callbackId: siteEffectOwner(siteId), ...times });
      }
      return true;
    },
  };
}

/** Charges a callback and records what is reserved; returns false beyond the caps. */
export function chargeCallback(
  tables: Tables,
  journal: Journal,
  charge: Charge,
  { callbackId, siteId, at }: { callbackId: string; siteId: string; at: number },
): boolean {
  for (const { part, amounts } of charge.reserves) {
    const period = { hour: startOfHour(at), day: startOfDay(at) };
    journal.set(tables.reservations, `${callbackId}/${part}`, { siteId, part, amounts, ...period });
  }
  return count(tables, journal, siteId, charge, at);
}

/** Gives back what a callback reserved and did not use. A second release finds nothing. */
export function releaseReserve(tables: Tables, journal: Journal, callbackId: string, release: Release): void {
  const key = `${callbackId}/${release.part}`;
  const reserved = tables.reservations.get(key);
  if (reserved === undefined) return;
  journal.delete(tables.reservations, key);
  if (release.used === 'all') return;
  for (const period of ['hour', 'day'] as const) {
    const counter = tables.counters.get(`${reserved.siteId}/${period}/${reserved[period]}`);
    if (counter === undefined) continue;
    const { amounts } = counter;
    put(tables, journal, {
      ...counter,
      amounts: subtract(addAmounts(amounts, release.used), reserved.amounts),
    });
  }
}

function subtract(left: Amounts, right: Amounts): Amounts {
  return {
    texts: left.texts - right.texts,
    calls: left.calls - right.calls,
    minutes: left.minutes - right.minutes,
    money: left.money - right.money,
  };
}

function count(
  tables: Tables,
  journal: Journal,
  siteId: string,
  { amounts, caps }: Pick<Charge, 'amounts' | 'caps'>,
  at: number,
): boolean {
  const [hour, day] = (['hour', 'day'] as const).map((period) => {
    const counter = counterAt(tables, siteId, period, at);
    const counted = { ...counter, amounts: addAmounts(counter.amounts, amounts) };
    put(tables, journal, counted);
    return counted.amounts;
  });
  return (
    hour !== undefined &&
    day !== undefined &&
    hour.texts <= caps.textsPerHour &&
    day.calls <= caps.callsPerDay &&
    day.minutes <= caps.minutesPerDay &&
    day.money <= caps.moneyPerDay
  );
}

function counterAt(tables: Tables, siteId: string, period: 'hour' | 'day', at: number): Counter {
  const startsAt = period === 'hour' ? startOfHour(at) : startOfDay(at);
  const known = tables.counters.get(`${siteId}/${period}/${startsAt}`);
  return known ?? { siteId, period, startsAt, amounts: zeroAmounts };
}

function put(tables: Tables, journal: Journal, counter: Counter): void {
  journal.set(tables.counters, `${counter.siteId}/${counter.period}/${counter.startsAt}`, counter);
}
