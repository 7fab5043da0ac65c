import type { Outcome } from '../callback/state.ts';

/** The outcomes that one try to reach the business can have. */
export type AttemptOutcome = Extract<
  Outcome,
  | 'talked'
  | 'business-no-answer'
  | 'business-busy'
  | 'business-declined'
  | 'business-voicemail'
  | 'business-hung-up'
  | 'visitor-no-answer'
  | 'visitor-busy'
  | 'visitor-unreachable'
  | 'short-or-voicemail'
  | 'carrier-refused'
  | 'unknown-result'
>;
