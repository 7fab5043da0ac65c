/** How long things may take, in milliseconds unless the name says otherwise. */
export type AttemptRules = {
  /** Whether the business must press 1 before the visitor is dialled; without it any answer accepts. */
  screened: boolean;
  /** The business's phone rings this long. */
  ringSeconds: number;
  /** The visitor's phone rings this long: shorter than a voicemail's 20 to 30 seconds. */
  visitorRingSeconds: number;
  /** Bridged for less than this is not a conversation. */
  minTalkSeconds: number;
  /** A call may stand in the carrier's queue this long before it is withdrawn. */
  maxQueuedMs: number;
  /** From intent: after this, a call without SID is given up for unknown. */
  noSidWindowMs: number;
  /** After an intent without an answer, the first look for the call. Longer than the POST's time-out. */
  firstSearchMs: number;
  /** Between two looks for a call whose SID is not known. */
  searchIntervalMs: number;
  /** The greeting, the question and the time to press a key. */
  screeningMs: number;
  /** Between two looks at a live conversation. */
  talkCheckIntervalMs: number;
  /** From intent: no call lasts longer than the time limit given to the carrier, whatever it still shows then. */
  longestCallMs: number;
  /** After a leg ended, how long its missing webhooks are waited for before the carrier is asked. */
  webhookGraceMs: number;
  /** After the business's leg died, how long the visitor's may be reported alive before that is taken for stale. */
  staleLegMs: number;
  /** How often an intent may be stated when the carrier keeps turning the POST away unprocessed. */
  maxIntents: number;
};

/** A carrier's ring time-out may run some seconds over: https://www.twilio.com/docs/voice/twiml/dial#timeout */
export const ringSlackMs = 10_000;

export const defaultAttemptRules: AttemptRules = {
  screened: true,
  ringSeconds: 22,
  visitorRingSeconds: 15,
  minTalkSeconds: 10,
  maxQueuedMs: 120_000,
  noSidWindowMs: 180_000,
  firstSearchMs: 20_000,
  searchIntervalMs: 5_000,
  screeningMs: 45_000,
  talkCheckIntervalMs: 60_000,
  longestCallMs: 2_400_000,
  webhookGraceMs: 2_000,
  staleLegMs: 60_000,
  maxIntents: 5,
};
