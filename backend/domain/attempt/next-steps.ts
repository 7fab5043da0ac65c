import type { ArmedEffect } from '../callback/effect.ts';
import type { AttemptEvent } from './event.ts';
import { isDead } from './leg.ts';
import { type AttemptRules, ringSlack } from './rules.ts';
import { type Attempt, phaseOf } from './state.ts';

/** What an attempt that stays open needs: a turned-away intent renewed, a call ended, always a time to ask again. */
export function nextSteps(
  before: Attempt,
  after: Attempt,
  event: AttemptEvent,
  rules: AttemptRules,
): ArmedEffect[] {
  const { number } = after;
  const steps: ArmedEffect[] = [
    { effect: { kind: 'check-attempt', attempt: number }, dueAt: nextCheck(after, event.at, rules) },
  ];
  if (event.kind === 'call-unprocessed' && after.post === 'unprocessed') {
    steps.push({ effect: { kind: 'place-call' }, dueAt: event.retryAt });
  }
  if (mustEnd(before, after, event) || queuedTooLong(after, event, rules)) {
    steps.push({ effect: { kind: 'end-call', attempt: number, sid: undefined }, dueAt: event.at });
  }
  return steps;
}

/** Asked for once, again when the SID gets known, and again whenever the carrier shows that it has not happened. */
function mustEnd(before: Attempt, after: Attempt, event: AttemptEvent): boolean {
  if (!after.endAsked) return false;
  const sidLearnt = before.business.sid === undefined && after.business.sid !== undefined;
  return !before.endAsked || sidLearnt || event.kind === 'legs-fetched';
}

function queuedTooLong(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  const asked = event.kind === 'legs-fetched' && attempt.business.status === 'queued';
  return asked && event.at >= attempt.intendedAt + rules.queuePatience;
}

/** A deadline is a question, not a verdict: when it passes, the carrier is asked how the call stands. */
function nextCheck(attempt: Attempt, at: number, rules: AttemptRules): number {
  const known = attempt.business.sid !== undefined;
  if (known && (isDead(attempt.business) || isDead(attempt.visitor))) return at + rules.settle;
  if (known && attempt.endAsked) return at + rules.searchInterval;
  switch (phaseOf(attempt)) {
    case 'intended':
      if (attempt.post === 'due')
        return Math.max(attempt.intendedAt + rules.firstSearch, at + rules.searchInterval);
      return at + rules.searchInterval;
    case 'placed':
    case 'ringing':
      return at + rules.ringSeconds * 1000 + ringSlack;
    case 'answered':
      return at + rules.screeningPatience;
    case 'accepted':
      return at + rules.visitorRingSeconds * 1000 + ringSlack;
    default:
      return at + rules.talkCheckInterval;
  }
}
