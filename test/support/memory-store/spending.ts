import { firstSlotOfHour, startOfDay, startOfSlot } from '../../../backend/domain/budget/caps.ts';
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
      return { hour: amountsOfHour(tables, siteId, at), day: counterAt(tables, siteId, 'day', at).amounts };
    },
    async charge(siteId, charge, at) {
      const journal = createJournal();
      const fits = count(tables, journal, siteId, charge, at);
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
    const period = { hour: startOfSlot(at), day: startOfDay(at) };
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
  const counter = tables.counters.get(`${reserved.siteId}/day/${reserved.day}`);
  if (counter === undefined) return;
  const amounts = subtract(addAmounts(counter.amounts, release.used), reserved.amounts);
  put(tables, journal, { ...counter, amounts });
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
  { amounts, textsToVisitors, caps }: Omit<Charge, 'reserves'>,
  at: number,
): boolean {
  const add = (period: 'hour' | 'day', more: Amounts) => {
    const counter = counterAt(tables, siteId, period, at);
    put(tables, journal, { ...counter, amounts: addAmounts(counter.amounts, more) });
  };
  if (textsToVisitors > 0) add('hour', { ...zeroAmounts, texts: textsToVisitors });
  add('day', amounts);
  const day = counterAt(tables, siteId, 'day', at).amounts;
  return (
    (textsToVisitors === 0 || amountsOfHour(tables, siteId, at).texts <= caps.textsPerHour) &&
    day.calls <= caps.callsPerDay &&
    day.minutes <= caps.minutesPerDay &&
    day.money <= caps.moneyPerDay
  );
}

function amountsOfHour(tables: Tables, siteId: string, at: number): Amounts {
  const slots = [...tables.counters.values()].filter(
    (slot) => slot.siteId === siteId && slot.period === 'hour' && slot.startsAt >= firstSlotOfHour(at),
  );
  return addAmounts(...slots.map(({ amounts }) => amounts));
}

function counterAt(tables: Tables, siteId: string, period: 'hour' | 'day', at: number): Counter {
  const startsAt = period === 'hour' ? startOfSlot(at) : startOfDay(at);
  const known = tables.counters.get(`${siteId}/${period}/${startsAt}`);
  return known ?? { siteId, period, startsAt, amounts: zeroAmounts };
}

function put(tables: Tables, journal: Journal, counter: Counter): void {
  journal.set(tables.counters, `${counter.siteId}/${counter.period}/${counter.startsAt}`, counter);
}
