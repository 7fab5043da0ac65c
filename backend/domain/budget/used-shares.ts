import type { Cap, Usage } from './caps.ts';
import { type Amounts, addAmounts } from './charge.ts';
import type { Caps } from './spending-rules.ts';

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
