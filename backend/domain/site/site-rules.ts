import type { AttemptRules } from '../attempt/rules.ts';
import type { SpendingRules } from '../budget/spending-rules.ts';
import type { CallbackRules } from '../callback/rules.ts';

/** One site's rules for attempts, callbacks and spending. */
export type SiteRules = { attempt: AttemptRules; callback: CallbackRules; spending: SpendingRules };
