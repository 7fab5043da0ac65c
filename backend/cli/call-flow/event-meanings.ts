import type { AttemptEventKind } from '../../domain/attempt/event.ts';
import type { CallbackEventKind } from '../../domain/callback/event.ts';

export const callbackEventMeanings: Record<CallbackEventKind, string> = {
  'code-requested': 'the visitor asks for another code',
  'wrong-code-entered': 'the visitor enters a code that is not the one that was sent',
  'phone-proven': 'the visitor enters the right code',
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
  'code-accepted': 'a carrier took the text with the code',
  'code-undelivered': 'the text with the code did not arrive',
  'notice-accepted': 'a channel took the text for the business',
  'notice-undelivered': 'the text for the business did not arrive',
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
