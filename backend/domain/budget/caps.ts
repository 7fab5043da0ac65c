import { type Amounts, addAmounts } from './amounts.ts';
import { textCost, warningSegments } from './estimate.ts';
import type { Caps, SpendingRules } from './spending-rules.ts';

/** Something is about to be used up: all of it, what of it is only set aside, and what must not be exceeded. */
export type Cap = keyof Caps;

/** What was used up or set aside in the current hour and in the current day. */
export type Usage = { hour: Amounts; day: Amounts };

const hour = 3_600_000;
const day = 24 * hour;

export function startOfHour(at: number): number {
  return at - (at % hour);
}

export function startOfDay(at: number): number {
  return at - (at % day);
}

/** The first cap that `more` does not fit under, if there is one. */
export function reachedCap(usage: Usage, more: Amounts, caps: Caps): Cap | undefined {
  if (usage.hour.texts + more.texts > caps.textsPerHour) return 'textsPerHour';
  const total = addAmounts(usage.day, more);
  if (total.calls > caps.callsPerDay) return 'callsPerDay';
  if (total.minutes > caps.minutesPerDay) return 'minutesPerDay';
  return total.money > caps.moneyPerDay ? 'moneyPerDay' : undefined;
}

/** When a cap begins anew. */
export function freeAgainAt(cap: Cap, at: number): number {
  return cap === 'textsPerHour' ? startOfHour(at) + hour : startOfDay(at) + day;
}

/** What visitors may use up: all but the text that tells the owner when there is no more. */
export function visitorCaps(rules: SpendingRules, owner: string): Caps {
  const { texts, money } = textCost(rules, owner, warningSegments);
  const { caps } = rules;
  return {
    ...caps,
    textsPerHour: caps.textsPerHour - texts,
    moneyPerDay: caps.moneyPerDay - money,
  };
}
