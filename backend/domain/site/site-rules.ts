import type { AttemptRules } from '../attempt/rules.ts';
import type { CallbackRules } from '../callback/rules.ts';

/** The two machines' rules for one site. */
export type SiteRules = { attempt: AttemptRules; callback: CallbackRules };
