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
  queuePatience: number;
  /** From intent: after this, a call without SID is given up for unknown. */
  noSidWindow: number;
  /** After an intent without an answer, the first look for the call. Longer than the POST's time-out. */
  firstSearch: number;
  /** Between two looks for a call whose SID is not known. */
  searchInterval: number;
  /** The greeting, the question and the time to press a key. */
  screeningPatience: number;
  /** Between two looks at a live conversation. */
  talkCheckInterval: number;
  /** From intent: no call lasts longer than the time limit given to the carrier, whatever it still shows then. */
  longestCall: number;
  /** After a leg ended, how long its missing webhooks are waited for before the carrier is asked. */
  settle: number;
  /** After the business's leg died, how long the visitor's may be reported alive before that is taken for stale. */
  staleLegPatience: number;
  /** How often an intent may be stated when the carrier keeps turning the POST away unprocessed. */
  maxIntents: number;
};

/** A carrier's ring time-out may run some seconds over: https://www.twilio.com/docs/voice/twiml/dial#timeout */
export const ringSlack = 10_000;

export const defaultAttemptRules: AttemptRules = {
  screened: true,
  ringSeconds: 22,
  visitorRingSeconds: 15,
  minTalkSeconds: 10,
  queuePatience: 120_000,
  noSidWindow: 180_000,
  firstSearch: 20_000,
  searchInterval: 5_000,
  screeningPatience: 45_000,
  talkCheckInterval: 60_000,
  longestCall: 2_400_000,
  settle: 2_000,
  staleLegPatience: 60_000,
  maxIntents: 5,
};
