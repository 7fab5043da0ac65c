import { type Amounts, sum } from './amounts.ts';
import type { Reserve } from './estimate.ts';
import type { Caps } from './spending-rules.ts';

/** What is about to be used up or set aside, counted in one go and only if it all fits under the caps. */
export type Taking = { amounts: Amounts; reserves: readonly Reserve[]; caps: Caps };

/** `spent` is used up for good, `reserves` may come back. */
export function taking(caps: Caps, spent: Amounts, reserves: readonly Reserve[]): Taking {
  return { caps, reserves, amounts: sum(spent, ...reserves.map(({ amounts }) => amounts)) };
}
