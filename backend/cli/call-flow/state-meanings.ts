import type { AttemptStand } from '../../../test/support/domain/sample-attempt.ts';
import type { AttemptPhase } from '../../domain/attempt/state.ts';
import type { CallbackStatus } from '../../domain/callback/state.ts';

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

/** Until a SID is known it also matters what became of the POST. */
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
