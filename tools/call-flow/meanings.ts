import type { AttemptEventKind } from '../../backend/domain/attempt/event.ts';
import type { AttemptRules } from '../../backend/domain/attempt/rules.ts';
import type { AttemptPhase } from '../../backend/domain/attempt/state.ts';
import type { CallbackEventKind } from '../../backend/domain/callback/event.ts';
import type { CallbackRules } from '../../backend/domain/callback/rules.ts';
import type { CallbackStatus } from '../../backend/domain/callback/state.ts';
import type { EffectKind } from '../../backend/domain/effect.ts';
import type { AttemptStand } from '../../test/support/domain/sample-attempt.ts';

export const statusMeanings: Record<CallbackStatus, string> = {
  pending: 'requested; the phone is not proven yet, so no phone is dialled',
  verified: 'proven; waits for a free line',
  calling: 'an attempt is running',
  connected: 'the visitor answered; provisional, because the conversation can be too short',
  completed: 'a conversation took place',
  failed: 'no conversation took place; the business gets a notice if the phone was proven',
  cancelled: 'the visitor or the operator cancelled it, or another callback for the same phone replaced it',
};

export const phaseMeanings: Record<AttemptPhase, string> = {
  intended: 'the intent is committed; no SID is known',
  placed: 'the carrier has the call and its SID is known',
  ringing: "the business's phone rings",
  answered: 'a person or a machine answered',
  accepted: 'the business pressed 1, or the visitor’s phone already rings',
  bridged: 'the visitor answered',
  ended: 'closed, with an outcome',
  unknown:
    'closed without knowing whether there was a call; the business gets a notice, and no call is repeated',
};

/** Without a SID, the result of the POST also matters. */
export const standNames: Record<AttemptStand, string> = {
  due: 'intended: POST due',
  unanswered: 'intended: POST without answer',
  unprocessed: 'intended: POST rejected unprocessed',
  listed: 'intended: call listed, not confirmed',
  placed: 'placed',
  ringing: 'ringing',
  answered: 'answered',
  accepted: 'accepted',
  bridged: 'bridged',
  ended: 'ended',
  unknown: 'unknown',
};

export const callbackEventMeanings: Record<CallbackEventKind, string> = {
  'code-requested': 'the visitor requests another code',
  'wrong-code-entered': 'the visitor enters a wrong code',
  'phone-proven': 'the visitor enters the right code',
  'proven-beyond-budget': 'the visitor enters the right code, but the budget has no room for a call',
  'phone-vouched': 'the visitor signed in with this phone',
  'live-request-found': 'the right code was entered while another callback for the same phone is running',
  'visitor-cancelled': 'the visitor cancels',
  'operator-cancelled': 'the operator cancels',
  'retry-asked': 'the operator retries a failed callback',
  'marked-done': 'the operator has dealt with a failed callback in another way',
  'done-undone': 'the operator takes the mark "done" back',
  'attempt-began': 'a line was free and the intent to call is committed',
  'business-closed': 'the business is closed when the call is due',
  'visitor-opted-out': 'the number has opted out when the call is due',
  'number-blocked': 'the business has blocked the number when the call is due',
  'call-expired': 'the callback waited longer than `MAX_WAIT` when the call is due',
  'budget-reached': 'the budget does not cover the call when it is due',
  'visitor-answered': "the attempt reports that the visitor's leg was answered",
  'attempt-ended': 'the attempt reports its outcome',
  'code-call-began': 'the intent to call the visitor with the code is committed',
  'code-text-accepted': 'a carrier accepted the text message with the code',
  'code-text-undelivered': 'the text message with the code did not arrive, or could not be sent',
  'notice-accepted': 'the carrier accepted the notice about this outcome; its delivery report must follow',
  'notice-delayed':
    'a channel has not told the business in time, or was refused for a reason that can be fixed',
  'notice-handed-over': 'the carrier, asked, says that the network accepted the notice',
  'notice-delivered': 'the notice was delivered; an email or webhook was accepted by its server',
  'notice-undelivered': 'the notice about this outcome did not arrive',
  'nudge-due': 'a missed callback is still open when its reminder is due, and the business is open',
  nudged: 'a reminder of the missed callback was sent, or could not be sent',
  'text-reported': 'the carrier reports on a text message whose state is kept with the message only',
  'request-expired': 'the phone was not proven in time',
  'wait-exceeded': 'no line became free in time',
  'last-resort-reached': 'the last deadline has passed',
  'database-moved': 'the database was restored or moved, so its state can be outdated',
  'effect-gave-up': 'an effect failed on its last try',
};

export const attemptEventMeanings: Record<AttemptEventKind, string> = {
  'intent-renewed': 'the rejected POST will be sent again',
  'call-placed': 'the POST was answered with a SID',
  'call-refused': 'the POST was refused permanently',
  'call-unprocessed': 'the POST was never sent, or rejected without being processed',
  'call-unanswered': 'the POST was sent, and its result is unknown',
  'leg-reported': 'a status webhook of either leg, or the answer to ending a call',
  'prompt-asked': 'the call was answered and the carrier requests instructions',
  'key-pressed': 'keys were pressed, or none in time',
  'dial-finished': "the visitor's leg ended inside the call, or the carrier refused to dial it",
  'visitor-key-pressed': 'the visitor, asked to press 1, pressed keys, or none in time',
  'instruction-failed': 'the carrier could not use an answer and asked the fallback address',
  'call-not-found': 'the carrier was asked and knows no such call, or lists no single match',
  'legs-fetched': 'the carrier was asked and returned the state of the legs',
  'call-listed': "the carrier's list has a single match, which may be the attempt's call",
  'end-asked': 'the callback ended, so its call must end',
  'check-gave-up': 'the carrier could not be asked, long after the call should be over',
};

export const effectMeanings: Record<EffectKind, string> = {
  'send-code': 'sends the visitor one code by text message',
  'call-code': 'calls the visitor once; the call speaks the code after key 1',
  'place-call': 'commits the intent to call and sends the POST, or waits for a line',
  'check-attempt': "asks the carrier for the state of the attempt's call",
  'end-call': "ends the attempt's call, or an extra call",
  'notify-business': 'sends the notice about the missed callback by one channel',
  'text-visitor': 'texts a visitor who was missed where to ask again',
  'warn-owner': 'sends the owner the SMS that a spending cap is reached, or 80 percent of it used',
  'check-notice': 'asks the carrier about a notice whose delivery report did not come',
  nudge: 'has the business reminded of a missed callback, once it is open',
  'send-nudge': 'reminds the business, or a second person, of missed callbacks that are still open',
  'expire-request': 'ends a callback whose phone was not proven in time',
  'give-up-waiting': 'ends a proven callback that waited too long for a line',
  'last-resort': 'ends everything at the last deadline',
};

/** Each site sets these. */
export const callbackTimers: Record<
  Exclude<keyof CallbackRules, 'noticeChannels' | 'noticesAtOnce' | 'nudge' | 'textsMissedVisitor'>,
  string
> = {
  maxUnverifiedMs: 'maximum time without a proof after the latest requested code',
  maxWaitMs: 'maximum wait of a proven callback for a line (`MAX_WAIT`)',
  lastResortMs: 'maximum time from proof or retry to the end',
};

export const attemptTimers: Record<Exclude<keyof AttemptRules, 'screened' | 'visitorScreened'>, string> = {
  ringSeconds: "ring time of the business's phone",
  visitorRingSeconds: "ring time of the visitor's phone, short so that no voicemail answers",
  minTalkSeconds: 'minimum duration of a conversation',
  doubtfulTalkSeconds: "longest talk that can have been the visitor's voicemail when the business hung up",
  personAnswersMs: 'a phone that rang for less was switched to voicemail',
  voicemailAnswersMs: 'ring time from which a voicemail can answer',
  callSetupMs: 'time from dialling until the phone rings, when the ringing was not reported',
  maxQueuedMs: "maximum time in the carrier's queue; then the call is cancelled",
  noSidWindowMs: 'search window for a call without a SID; then its outcome is unknown',
  firstSearchMs: 'delay before the first search after an unanswered POST',
  searchIntervalMs: 'interval of the search, and of the checks of a call that must end',
  screeningMs: 'time for greeting, question and answer; then the carrier is asked',
  talkCheckIntervalMs: 'interval of the checks of a conversation',
  longestCallMs: 'maximum duration of a call; a call that is not dead then is asked about once more as long',
  webhookGraceMs: 'time to wait for the last webhooks of a leg',
  staleLegMs: "tolerated time that a visitor's leg seems to outlive the business's",
  maxIntents: 'maximum number of POSTs that are rejected unprocessed',
};
