import type { AttemptRules } from '../attempt/rules.ts';
import type { SpendingRules } from '../budget/spending-rules.ts';
import type { CallbackRules } from '../callback/rules.ts';

/** The two machines' rules for one site, and what they may cost. */
export type SiteRules = { attempt: AttemptRules; callback: CallbackRules; spending: SpendingRules };
