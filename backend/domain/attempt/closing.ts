import type { AttemptOutcome } from '../outcome.ts';
import type { AttemptEvent } from './event.ts';
import { isDead, wasAnswered } from './leg.ts';
import type { AttemptRules } from './rules.ts';
import type { Attempt } from './state.ts';

/**
 * Returns the closed attempt when its facts and this event end it, else `undefined`. An attempt that was asked to end
 * is `called-off`, whatever its call came to.
 */
export function closeIfOver(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt | undefined {
  const outcome = closingOutcome(attempt, event, rules);
  if (outcome === undefined) return undefined;
  const calledOff = attempt.endAsked && outcome !== 'unknown-result';
  return { ...attempt, outcome: calledOff ? 'called-off' : outcome, closedAt: event.at };
}

function closingOutcome(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt['outcome'] {
  const gaveUp = event.kind === 'check-gave-up';
  const found = outcomeFromFacts(
    attempt,
    rules.minTalkSeconds,
    gaveUp || areFactsComplete(attempt, event, rules),
  );
  if (found !== undefined) return found;
  const neverCalled = attempt.post === 'unprocessed';
  if (attempt.endAsked && (neverCalled || isDead(attempt.business))) return 'called-off';
  if (neverCalled) return gaveUp || attempt.intents >= rules.maxIntents ? 'carrier-refused' : undefined;
  return gaveUp || isLost(attempt, event, rules) ? 'unknown-result' : undefined;
}

/** The carrier's lists and reads lag, so that an empty answer counts only after the window has closed. */
function isLost(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  if (isDead(attempt.business)) return false;
  const age = event.at - attempt.intendedAt;
  return (
    (event.kind === 'call-not-found' && age >= rules.noSidWindowMs) ||
    (event.kind === 'legs-fetched' && age >= rules.longestCallMs)
  );
}

function areFactsComplete(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  const asked = event.kind === 'legs-fetched' || event.kind === 'call-not-found';
  if (!asked || attempt.legDeadAt === undefined) return false;
  if (event.at >= attempt.legDeadAt + rules.staleLegMs) return true;
  const visitorSeemsAlive = attempt.visitor.status !== 'unseen' && !isDead(attempt.visitor);
  return event.kind === 'legs-fetched' && !visitorSeemsAlive;
}

/**
 * Derives the outcome from the facts; `undefined` while the call is alive or the facts do not suffice. An answered and
 * dead business leg is not enough: webhooks about the visitor's leg can arrive later. `isComplete` says that asking the
 * carrier again would show nothing new.
 */
export function outcomeFromFacts(
  attempt: Attempt,
  minTalkSeconds: number,
  isComplete: boolean,
): AttemptOutcome | undefined {
  if (attempt.post === 'refused') return 'carrier-refused';
  if (!isDead(attempt.business)) return undefined;
  if (attempt.business.status !== 'completed') return unansweredOutcome(attempt);
  if (attempt.screening === 'declined') return 'business-declined';
  if (attempt.screening === 'silent') return 'business-voicemail';
  if (attempt.callFault === 'dial-refused') {
    return isComplete || attempt.refusal !== undefined ? 'visitor-not-connected' : undefined;
  }
  if (isDead(attempt.visitor)) return visitorOutcome(attempt, minTalkSeconds);
  if (!isComplete) return undefined;
  if (wasAnswered(attempt.visitor)) return 'short-or-voicemail';
  return attempt.callFault === 'instruction-lost' ? 'technical-fault' : 'business-hung-up';
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
