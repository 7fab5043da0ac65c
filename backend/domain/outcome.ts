/** How an attempt ends after the business accepted the call. */
export const acceptedOutcomes = [
  'talked',
  'business-hung-up',
  'visitor-no-answer',
  'visitor-busy',
  'visitor-unreachable',
  'visitor-not-connected',
  'visitor-voicemail',
  'short-or-voicemail',
  'perhaps-voicemail',
] as const;

/** How an attempt ends when the business did not accept the call, or when that is not known. */
export const unacceptedOutcomes = [
  'business-no-answer',
  'business-busy',
  'business-declined',
  'business-voicemail',
  'technical-fault',
  'carrier-refused',
  'unknown-result',
] as const;

const attemptOutcomes = [...acceptedOutcomes, ...unacceptedOutcomes] as const;

/** The outcomes that one attempt can have. */
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Why a callback ended. */
export const outcomes = [
  ...attemptOutcomes,
  'after-hours-notified',
  'waited-too-long',
  'budget-reached',
  'database-moved',
  'opted-out',
  'number-blocked',
  'code-not-sent',
  'code-blocked',
  'not-verified',
  'joined-live-request',
  'cancelled-by-visitor',
  'cancelled-by-operator',
] as const;

export type Outcome = (typeof outcomes)[number];
