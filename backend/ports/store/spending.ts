import type { Usage } from '../../domain/budget/caps.ts';
import type { Charge } from '../../domain/budget/charge.ts';
import type { ArmedEffect } from '../../domain/effect.ts';

/** What each site has spent. The charges of a callback are counted in its `Change`. */
export type Spending = {
  /** Returns the usage of the sixty minutes before `at` and of its day. */
  usage(siteId: string, at: number): Promise<Usage>;
  /** Charges amounts outside a `Change` when they fit under the caps; durable when it resolves. */
  charge(siteId: string, charge: Omit<Charge, 'reserves'>, at: number): Promise<boolean>;
  /** Returns true for the first claim of a warning in a period, else false. The first claim arms the effect. */
  claimWarning(siteId: string, warning: string, startsAt: number, arm?: ArmedEffect): Promise<boolean>;
};
