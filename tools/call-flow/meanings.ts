import type { AttemptEventKind } from '../../backend/domain/attempt/event.ts';
import type { AttemptRules } from '../../backend/domain/attempt/rules.ts';
import type { AttemptPhase } from '../../backend/domain/attempt/state.ts';
import type { CallbackEventKind } from '../../backend/domain/callback/event.ts';
import type { CallbackRules } from '../../backend/domain/callback/rules.ts';
import type { CallbackStatus } from '../../backend/domain/callback/state.ts';
import type { EffectKind } from '../../backend/domain/effect.ts';
import type { AttemptStand } from '../../test/support/domain/sample-attempt.ts';

export const statusMeanings: Record<CallbackStatus, string> = {
  pending: 'asked for; the phone is not proven yet, and nothing may be dialled',
  verified: 'proven; waits for a free line',
  calling: 'an attempt is under way',
  connected: 'the visitor answered; provisional, for the talk may turn out too short',
  completed: 'both talked',
  failed: 'no conversation came about; the business is told if the phone was proven',
  cancelled: 'somebody no longer wanted it, or it joined another request for the same phone',
};

export const phaseMeanings: Record<AttemptPhase, string> = {
  intended: 'the intent is committed; no SID is known, whatever became of the POST',
  placed: 'the carrier has the call and its SID is known',
  ringing: "the business's phone rings",
  answered: 'somebody or something picked up',
  accepted: 'the business pressed 1, or the visitor is being rung already',
  bridged: 'the visitor answered',
  ended: 'closed, with an outcome',
  unknown:
    'closed without knowing whether there was a call; the business is told, and nobody is called again',
};

/** Without a SID, the result of the POST also matters. */
export const standNames: Record<AttemptStand, string> = {
  due: 'intended: POST due',
  unanswered: 'intended: POST without answer',
  unprocessed: 'intended: POST turned away',
  placed: 'placed',
  ringing: 'ringing',
  answered: 'answered',
  accepted: 'accepted',
  bridged: 'bridged',
  ended: 'ended',
  unknown: 'unknown',
};

export const callbackEventMeanings: Record<CallbackEventKind, string> = {
  'code-requested': 'the visitor asks for another code',
  'wrong-code-entered': 'the visitor enters a code that is not the one that was sent',
  'phone-proven': 'the visitor enters the right code',
  'proven-beyond-budget': 'the visitor enters the right code, and a call cannot be paid for any more',
  'phone-vouched': 'the visitor has signed in with this very phone',
  'live-request-found': 'the right code was entered while another request for the same phone is under way',
  'visitor-cancelled': 'the visitor no longer wants the call',
  'operator-cancelled': 'the operator stops the request',
  'retry-asked': 'the operator has a failed request tried again',
  'attempt-began': 'a line was free and the intent to call is committed',
  'business-closed': 'when its turn came, the business had closed',
  'visitor-opted-out': 'when its turn came, the number had opted out',
  'budget-reached': 'when its turn came, the call was not covered by the budget',
  'visitor-answered': "the attempt tells that the visitor's leg was answered",
  'attempt-ended': 'the attempt tells what came of it',
  'code-text-accepted': 'a carrier took the text with the code',
  'code-text-undelivered': 'the text with the code did not arrive',
  'notice-accepted': 'a channel took the text for the business about this end',
  'notice-undelivered': 'the text for the business about this end did not arrive',
  'request-expired': 'the phone was not proven in time',
  'wait-exceeded': 'no line became free in time',
  'last-resort-reached': 'everything should have ended long ago',
  'database-moved': 'the database was restored or moved, so what it says may be old',
  'effect-gave-up': 'an effect failed as often as it may',
};

export const attemptEventMeanings: Record<AttemptEventKind, string> = {
  'intent-renewed': 'the POST that was turned away is to be sent again',
  'call-placed': 'the POST was answered with a SID',
  'call-refused': 'the POST was refused for good',
  'call-unprocessed': 'the POST was never sent, or turned away without being looked at',
  'call-unanswered': 'the POST was sent, and nobody knows what became of it',
  'leg-reported': 'a status webhook of either leg, or the answer to ending a call',
  'prompt-asked': 'the call was answered and the carrier asks what to do',
  'key-pressed': 'keys were pressed, or none in time',
  'dial-finished': "the visitor's leg ended inside the call",
  'call-not-found': 'the carrier was asked and does not know such a call',
  'legs-fetched': 'the carrier was asked and shows how the legs stand',
  'end-asked': 'the callback ended, so the call must',
  'check-gave-up': 'the carrier could not be asked for too long',
};

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

/** Each site sets these. */
export const callbackTimers: Record<Exclude<keyof CallbackRules, 'noticeChannels'>, string> = {
  maxUnverifiedMs: 'a request may stay unproven this long after its latest code was asked for',
  maxWaitMs: 'a proven request waits this long for a line (`MAX_WAIT`)',
  lastResortMs: 'after proof or retry everything ends within this time',
};

export const attemptTimers: Record<Exclude<keyof AttemptRules, 'screened'>, string> = {
  ringSeconds: "the business's phone rings this long",
  visitorRingSeconds: "the visitor's phone rings this long, so that no voicemail answers",
  minTalkSeconds: 'a talk that is shorter is none',
  maxQueuedMs: "a call that is still in the carrier's queue after this time is withdrawn",
  noSidWindowMs: 'a call that the carrier does not know after this time is given up as unknown',
  firstSearchMs: 'the first look for a call whose POST got no answer',
  searchIntervalMs: 'between two looks for it, and between two looks at a call that is to end',
  screeningMs: 'greeting, question and answer; then the carrier is asked',
  talkCheckIntervalMs: 'between two looks at a conversation',
  longestCallMs: 'a call that is still shown as alive after this time is given up',
  webhookGraceMs: 'the last webhooks of a leg are waited for this long',
  staleLegMs: "a visitor's leg may seem to outlive the business's by this much",
  maxIntents: 'a POST that is turned away is tried this often',
};
