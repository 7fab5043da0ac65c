import type { Usage } from '../../domain/budget/caps.ts';
import type { Charge } from '../../domain/budget/charge.ts';

/** What each site has spent. What belongs to a request is counted in the request's own change, see `Change`. */
export type Spending = {
  /** In the hour and the day that `at` lies in. */
  usage(siteId: string, at: number): Promise<Usage>;
  /** Counts what belongs to no change, if it fits; durable when it resolves. */
  charge(siteId: string, amounts: Charge['amounts'], caps: Charge['caps'], at: number): Promise<boolean>;
  /** Whether nobody has claimed this warning for this period before. */
  claimWarning(siteId: string, warning: string, startsAt: number): Promise<boolean>;
};
