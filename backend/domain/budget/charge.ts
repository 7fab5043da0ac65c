import { type Amounts, addAmounts } from './amounts.ts';
import type { Reserve } from './estimate.ts';
import type { Caps } from './spending-rules.ts';

/** Amounts to charge and to reserve. They are counted together, and only if all fit under the caps. */
export type Charge = { amounts: Amounts; reserves: readonly Reserve[]; caps: Caps };

/** `spent` is charged for good; `reserves` can be released later. */
export function chargeOf(caps: Caps, spent: Amounts, reserves: readonly Reserve[]): Charge {
  return { caps, reserves, amounts: addAmounts(spent, ...reserves.map(({ amounts }) => amounts)) };
}
