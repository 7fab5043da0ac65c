import type { AttemptOutcome } from '../outcome.ts';
import { mayBeVoicemail, visitorEndedFirst } from './doubt.ts';
import { type AttemptEvent, isCheck } from './event.ts';
import { isDead, wasAnswered } from './leg.ts';
import type { AttemptRules } from './rules.ts';
import { type Attempt, awaitsVisitorKey, sidToAsk } from './state.ts';

/**
 * Returns the closed attempt when its facts and this event end it, else `undefined`. An attempt that was asked to end
 * is `called-off`, regardless of its call's end.
 */
export function closeIfOver(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt | undefined {
  const outcome = closingOutcome(attempt, event, rules);
  if (outcome === undefined) return undefined;
  const calledOff = attempt.endAsked && outcome !== 'unknown-result';
  return { ...attempt, outcome: calledOff ? 'called-off' : outcome, closedAt: event.at };
}

function closingOutcome(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt['outcome'] {
  const found = outcomeFromFacts(attempt, rules, areFactsComplete(attempt, event, rules));
  if (found !== undefined) return found;
  const neverCalled = attempt.post === 'unprocessed';
  if (attempt.endAsked && (neverCalled || isDead(attempt.business))) return 'called-off';
  if (neverCalled) {
    const isExhausted = event.kind === 'check-gave-up' || attempt.intents >= rules.maxIntents;
    return isExhausted ? 'carrier-refused' : undefined;
  }
  return isLost(attempt, event, rules) ? outcomeOfLost(attempt, rules) : undefined;
}

/**
 * Whether asking has come to its end. Without a SID that is the end of the search window. With a SID only the carrier
 * can say that the leg is dead, however late it is by the clock: a question without an answer, a 404 or a clock that
 * was set forward proves nothing. The last wait, as long as the longest call, bounds a carrier that never says it.
 */
function isLost(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  if (!isCheck(event) || isDead(attempt.business)) return false;
  const { listed, overdueSince } = attempt;
  const mayLive = attempt.business.sid !== undefined || (listed !== undefined && !isDead(listed.business));
  if (!mayLive) return event.at >= attempt.intendedAt + rules.noSidWindowMs;
  if (overdueSince === undefined) return false;
  // The intent's time moves along with a clock that is set, the start of the wait does not.
  const waitedFrom = Math.max(overdueSince, attempt.intendedAt + rules.longestCallMs);
  return event.at >= waitedFrom + rules.longestCallMs;
}

/** A listed call was never confirmed. Only a talk with this visitor's own number shows whose call it was. */
function outcomeOfLost(attempt: Attempt, rules: AttemptRules): AttemptOutcome {
  const { listed, visitorHungUp } = attempt;
  const talked =
    listed !== undefined &&
    isDead(listed.business) &&
    listed.visitor.status === 'completed' &&
    listed.visitor.talkSeconds >= rules.minTalkSeconds &&
    !awaitsVisitorKey(attempt) &&
    mayBeVoicemail({ ...listed, visitorHungUp }, rules, true) === false;
  return talked ? 'talked' : 'unknown-result';
}

/** From when a check that cannot be asked is reported as given up, instead of only being tried again. */
export function mayGiveUpCheck(attempt: Attempt, at: number, rules: AttemptRules): boolean {
  const asked = sidToAsk(attempt) === undefined ? rules.noSidWindowMs : rules.longestCallMs;
  return at >= (attempt.legDeadAt ?? attempt.intendedAt) + asked;
}

function areFactsComplete(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  if (!isCheck(event) || attempt.legDeadAt === undefined) return false;
  const unanswered = event.kind === 'check-gave-up';
  if (event.at >= attempt.legDeadAt + (unanswered ? rules.longestCallMs : rules.staleLegMs)) return true;
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
  rules: AttemptRules,
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
  if (isDead(attempt.visitor)) return visitorOutcome(attempt, rules, isComplete);
  if (!isComplete) return undefined;
  if (wasAnswered(attempt.visitor)) {
    return awaitsVisitorKey(attempt) ? unacceptedOutcome(attempt, true) : 'short-or-voicemail';
  }
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

function visitorOutcome(
  attempt: Attempt,
  rules: AttemptRules,
  isComplete: boolean,
): AttemptOutcome | undefined {
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
      return awaitsVisitorKey(attempt)
        ? unacceptedOutcome(attempt, isComplete)
        : answeredOutcome(attempt, rules, isComplete);
  }
}

/** A visitor who pressed 1 is a person, so no voicemail is suspected. */
function answeredOutcome(
  attempt: Attempt,
  rules: AttemptRules,
  isComplete: boolean,
): AttemptOutcome | undefined {
  const { visitor, dialFailed, visitorScreening } = attempt;
  if (dialFailed || visitor.talkSeconds < rules.minTalkSeconds) return 'short-or-voicemail';
  const doubt = visitorScreening === 'off' && mayBeVoicemail(attempt, rules, isComplete);
  if (doubt === undefined) return undefined;
  return doubt ? 'perhaps-voicemail' : 'talked';
}

/** The visitor's phone was answered, and 1 was not pressed. A business that hangs up ends the question. */
function unacceptedOutcome(attempt: Attempt, isComplete: boolean): AttemptOutcome | undefined {
  if (attempt.visitorScreening === 'silent') return 'visitor-voicemail';
  if (!isComplete) return undefined;
  return visitorEndedFirst(attempt) ? 'visitor-voicemail' : 'business-hung-up';
}
