/** Time limits of one attempt; each name carries its unit. */
export type AttemptRules = {
  /** Whether the business must press 1 before the visitor is dialled. When false, any answer accepts. */
  screened: boolean;
  /** Ring time of the business's phone. */
  ringSeconds: number;
  /** Ring time of the visitor's phone. Voicemail answers after 20 to 30 seconds, so it is shorter. */
  visitorRingSeconds: number;
  /** Whether the visitor must press 1 too before both are connected. */
  visitorScreened: boolean;
  /** Shortest bridged time that counts as a conversation. */
  minTalkSeconds: number;
  /** Longest talk after which a business that hung up can have listened to the visitor's voicemail. */
  doubtfulTalkSeconds: number;
  /** A person needs this long to answer a ringing phone; one that is switched to voicemail answers sooner. */
  personAnswersMs: number;
  /** Ring time after which a voicemail can answer. Some are set to 15 seconds; the rest is tolerance. */
  voicemailAnswersMs: number;
  /** Time that the network can need from dialling until the phone rings. */
  callSetupMs: number;
  /** Time in the carrier's queue after which a call is ended. */
  maxQueuedMs: number;
  /** Time since the intent after which a call without SID has an unknown result. */
  noSidWindowMs: number;
  /** Delay of the first search for a call whose POST got no answer; longer than the POST's timeout. */
  firstSearchMs: number;
  /** Interval between searches for a call without SID. */
  searchIntervalMs: number;
  /** Time for the greeting, the question and the key. */
  screeningMs: number;
  /** Interval between checks of a live conversation. */
  talkCheckIntervalMs: number;
  /** Maximum time from the intent to the end of its call. A call that is still not dead is asked about once more as long. */
  longestCallMs: number;
  /** Wait for a dead leg's missing webhooks before the carrier is asked. */
  webhookGraceMs: number;
  /** Time after the end of the business's leg from which a live visitor's leg counts as stale data. */
  staleLegMs: number;
  /** Maximum POSTs of one attempt, counting those that the carrier refused to process. */
  maxIntents: number;
};

/** A carrier's ring timeout can run some seconds over: https://www.twilio.com/docs/voice/twiml/dial#timeout */
export const ringSlackMs = 10_000;

export const defaultAttemptRules: AttemptRules = {
  screened: true,
  ringSeconds: 22,
  visitorRingSeconds: 15,
  visitorScreened: false,
  minTalkSeconds: 10,
  doubtfulTalkSeconds: 45,
  personAnswersMs: 2_000,
  voicemailAnswersMs: 12_000,
  callSetupMs: 3_000,
  maxQueuedMs: 120_000,
  noSidWindowMs: 180_000,
  firstSearchMs: 20_000,
  searchIntervalMs: 5_000,
  screeningMs: 75_000,
  talkCheckIntervalMs: 60_000,
  longestCallMs: 2_400_000,
  webhookGraceMs: 2_000,
  staleLegMs: 60_000,
  maxIntents: 5,
};
