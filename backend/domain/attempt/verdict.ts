import { isDead, wasAnswered } from './leg.ts';
import type { AttemptOutcome } from './outcome.ts';
import type { Attempt } from './state.ts';

/**
 * What came of the attempt, from its facts alone; `undefined` while it is alive or while the facts do not suffice.
 * A leg that was answered and is dead says too little by itself: the visitor's leg is part of the story, and its
 * webhooks may come late. `everything` means that there is no more to learn, however often the carrier is asked.
 */
export function verdict(
  attempt: Attempt,
  minTalkSeconds: number,
  everything: boolean,
): AttemptOutcome | undefined {
  if (attempt.post === 'refused') return 'carrier-refused';
  if (!isDead(attempt.business)) return undefined;
  if (attempt.business.status !== 'completed') return unansweredOutcome(attempt);
  if (attempt.screening === 'declined') return 'business-declined';
  if (attempt.screening === 'silent') return 'business-voicemail';
  if (isDead(attempt.visitor)) return visitorOutcome(attempt, minTalkSeconds);
  if (!everything) return undefined;
  return wasAnswered(attempt.visitor) ? 'short-or-voicemail' : 'business-hung-up';
}

function unansweredOutcome(attempt: Attempt): AttemptOutcome {
  switch (attempt.business.status) {
    case 'busy':
      return 'business-busy';
    case 'failed':
      return 'carrier-refused';
    case 'canceled':
      return attempt.initiatedAt === undefined ? 'carrier-refused' : 'business-no-answer';
    default:
      return 'business-no-answer';
  }
}

function visitorOutcome(attempt: Attempt, minTalkSeconds: number): AttemptOutcome {
  switch (attempt.visitor.status) {
    case 'busy':
      return 'visitor-busy';
    case 'no-answer':
      return 'visitor-no-answer';
    case 'failed':
      return 'visitor-unreachable';
    case 'canceled':
      return 'business-hung-up';
    default:
      return !attempt.dialFailed && attempt.visitor.talkSeconds >= minTalkSeconds
        ? 'talked'
        : 'short-or-voicemail';
  }
}
