import type { AttemptRules } from '../../domain/attempt/rules.ts';
import type { CallbackRules } from '../../domain/callback/rules.ts';
import type { EffectKind } from '../../domain/effect.ts';

export const effectMeanings: Record<EffectKind, string> = {
  'send-code': 'texts the visitor the code of one sending',
  'place-call': 'states the intent to call and sends the POST, or waits for a line',
  'check-attempt': 'asks the carrier how the call of an attempt stands',
  'end-call': "hangs up: the attempt's own call, or one that has no business being there",
  'notify-business': 'tells the business about the missed request by one channel',
  'expire-request': 'waits for the end of the time in which the phone must be proven',
  'give-up-waiting': 'waits for the end of the time that a proven request waits for a line',
  'last-resort': 'waits for the time by which everything must have ended',
};

/** The site decides how long each takes. */
export const callbackTimers: Record<Exclude<keyof CallbackRules, 'noticeChannels'>, string> = {
  proofPatience: 'a request may stay unproven this long after its latest code was asked for',
  maxWait: 'a proven request waits this long for a line (`MAX_WAIT`)',
  lastResort: 'after proof or retry everything ends within this time',
};

export const attemptTimers: Record<Exclude<keyof AttemptRules, 'screened'>, string> = {
  ringSeconds: "the business's phone rings this long",
  visitorRingSeconds: "the visitor's phone rings this long, so that no voicemail answers",
  minTalkSeconds: 'a talk that is shorter is none',
  queuePatience: "a call that is still in the carrier's queue after this time is withdrawn",
  noSidWindow: 'a call that the carrier does not know after this time is given up as unknown',
  firstSearch: 'the first look for a call whose POST got no answer',
  searchInterval: 'between two looks for it, and between two looks at a call that is to end',
  screeningPatience: 'greeting, question and answer; then the carrier is asked',
  talkCheckInterval: 'between two looks at a conversation',
  longestCall: 'a call that is still shown as alive after this time is given up',
  settle: 'the last webhooks of a leg are waited for this long',
  staleLegPatience: "a visitor's leg may seem to outlive the business's by this much",
  maxIntents: 'a POST that is turned away is tried this often',
};
