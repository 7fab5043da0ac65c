import { type Amounts, addAmounts, type Charge, textCost } from './charge.ts';
import type { Caps, SpendingRules } from './spending-rules.ts';

export type Cap = keyof Caps;

/** What was charged or reserved: `hour` in the last sixty minutes, `day` in the current day (UTC). */
export type Usage = { hour: Amounts; day: Amounts };

const hour = 3_600_000;
const day = 24 * hour;

/** Text messages are counted in slots, so that the hour can slide: an attacker cannot wait for a full hour. */
const slotMs = 300_000;

export function startOfSlot(at: number): number {
  return at - (at % slotMs);
}

/** The first slot that counts at `at`: the last sixty minutes lie within it and the later ones. */
export function firstSlotOfHour(at: number): number {
  return startOfSlot(at) - hour;
}

function startOfHour(at: number): number {
  return at - (at % hour);
}

export function startOfDay(at: number): number {
  return at - (at % day);
}

/** Returns the first cap that `usage` and a charge exceed together. */
export function reachedCap(
  usage: Usage,
  { amounts, textsToVisitors }: Pick<Charge, 'amounts' | 'textsToVisitors'>,
  caps: Caps,
): Cap | undefined {
  if (usage.hour.texts + textsToVisitors > caps.textsPerHour) return 'textsPerHour';
  const total = addAmounts(usage.day, amounts);
  if (total.calls > caps.callsPerDay) return 'callsPerDay';
  if (total.minutes > caps.minutesPerDay) return 'minutesPerDay';
  return total.money > caps.moneyPerDay ? 'moneyPerDay' : undefined;
}

export function startOfPeriod(cap: Cap, at: number): number {
  return cap === 'textsPerHour' ? startOfHour(at) : startOfDay(at);
}

/** When a reached cap can have room again. */
export function freeAgainAt(cap: Cap, at: number): number {
  return cap === 'textsPerHour' ? startOfSlot(at) + slotMs : startOfDay(at) + day;
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

/** Parts of a cap at which the owner is warned before it is reached (percent). */
const earlyThresholds = [50, 80] as const;

type EarlyThreshold = (typeof earlyThresholds)[number];

export type Passed = { cap: Cap; percent: EarlyThreshold };

/** Returns the thresholds that `usage` and `more` have passed together, lowest first. A cap of 0 has none. */
export function passedThresholds(usage: Usage, more: Amounts, caps: Caps): Passed[] {
  return Object.entries(sharesOf(usage, more, caps)).flatMap(([cap, share]) =>
    earlyThresholds
      .filter((percent) => Number.isFinite(share) && share >= percent / 100)
      .map((percent) => ({ cap: cap as Cap, percent })),
  );
}

/** How much of each cap is used: 1 is all. */
export function sharesOf(usage: Usage, more: Amounts, caps: Caps): Record<Cap, number> {
  const total = addAmounts(usage.day, more);
  return {
    textsPerHour: share(usage.hour.texts + more.texts, caps.textsPerHour),
    callsPerDay: share(total.calls, caps.callsPerDay),
    minutesPerDay: share(total.minutes, caps.minutesPerDay),
    moneyPerDay: share(total.money, caps.moneyPerDay),
  };
}

function share(used: number, most: number): number {
  return most <= 0 ? Number.POSITIVE_INFINITY : used / most;
}
