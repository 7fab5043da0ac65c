import { type Amounts, addAmounts } from './charge.ts';
import { textCost } from './estimate.ts';
import type { Caps, SpendingRules } from './spending-rules.ts';

export type Cap = keyof Caps;

/** What was charged or reserved in the current hour and in the current day (UTC). */
export type Usage = { hour: Amounts; day: Amounts };

const hour = 3_600_000;
const day = 24 * hour;

export function startOfHour(at: number): number {
  return at - (at % hour);
}

export function startOfDay(at: number): number {
  return at - (at % day);
}

/** Returns the first cap that `usage` and `more` exceed together. */
export function reachedCap(usage: Usage, more: Amounts, caps: Caps): Cap | undefined {
  if (usage.hour.texts + more.texts > caps.textsPerHour) return 'textsPerHour';
  const total = addAmounts(usage.day, more);
  if (total.calls > caps.callsPerDay) return 'callsPerDay';
  if (total.minutes > caps.minutesPerDay) return 'minutesPerDay';
  return total.money > caps.moneyPerDay ? 'moneyPerDay' : undefined;
}

export function startOfPeriod(cap: Cap, at: number): number {
  return cap === 'textsPerHour' ? startOfHour(at) : startOfDay(at);
}

/** When the period of a cap ends and its count starts again. */
export function freeAgainAt(cap: Cap, at: number): number {
  return cap === 'textsPerHour' ? startOfHour(at) + hour : startOfDay(at) + day;
}

/** The caps for visitors: the owner's caps less the share for warnings. Only visitors' messages count in the hour. */
export function visitorCaps(rules: SpendingRules, owner: string): Caps {
  const { caps } = rules;
  return { ...caps, moneyPerDay: caps.moneyPerDay - warningCaps(rules, owner).moneyPerDay };
}

/** The SMS of one day that warn the owner, of one segment each: one for each cap and each of two thresholds. */
const warningsPerDay = 8;

/** The share for warnings. They are counted apart, so that they use nothing of the visitors' share. */
export function warningCaps(rules: SpendingRules, owner: string): Caps {
  const { texts, money } = textCost(rules, owner, warningsPerDay);
  return { textsPerHour: texts, callsPerDay: 0, minutesPerDay: 0, moneyPerDay: money };
}

/** Stands for the site in the counters of its warnings. */
export function warningAccount(siteId: string): string {
  return `warnings/${siteId}`;
}
