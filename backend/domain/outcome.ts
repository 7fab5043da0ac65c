/** The outcomes that one attempt can have. */
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
  | 'visitor-not-connected'
  | 'visitor-voicemail'
  | 'short-or-voicemail'
  | 'perhaps-voicemail'
  | 'technical-fault'
  | 'carrier-refused'
  | 'unknown-result'
>;

/** Why a callback ended. */
export const outcomes = [
  'talked',
  'business-no-answer',
  'business-busy',
  'business-declined',
  'business-voicemail',
  'business-hung-up',
  'visitor-no-answer',
  'visitor-busy',
  'visitor-unreachable',
  'visitor-not-connected',
  'visitor-voicemail',
  'short-or-voicemail',
  'perhaps-voicemail',
  'technical-fault',
  'carrier-refused',
  'unknown-result',
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
