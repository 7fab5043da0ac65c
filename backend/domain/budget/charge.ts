import { type Amounts, addAmounts } from './amounts.ts';
import type { Reserve } from './estimate.ts';
import type { Caps } from './spending-rules.ts';

/** What is about to be used up or set aside, counted in one go and only if it all fits under the caps. */
export type Charge = { amounts: Amounts; reserves: readonly Reserve[]; caps: Caps };

/** `spent` is used up for good, `reserves` may come back. */
export function chargeOf(caps: Caps, spent: Amounts, reserves: readonly Reserve[]): Charge {
  return { caps, reserves, amounts: addAmounts(spent, ...reserves.map(({ amounts }) => amounts)) };
}
