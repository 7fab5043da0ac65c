import type { ArmedEffect } from '../effect.ts';
import type { AttemptEvent } from './event.ts';
import { isOtherCall } from './learn.ts';
import { isDead, type LegReport } from './leg.ts';
import { type AttemptRules, ringSlackMs } from './rules.ts';
import { type Attempt, isAttemptOpen, phaseOf } from './state.ts';

/** What an attempt that stays open needs: a turned-away intent renewed, a call ended, always a time to ask again. */
export function nextEffects(
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
  return asked && event.at >= attempt.intendedAt + rules.maxQueuedMs;
}

/** A deadline is a question, not a verdict: when it passes, the carrier is asked how the call stands. */
function nextCheck(attempt: Attempt, at: number, rules: AttemptRules): number {
  const known = attempt.business.sid !== undefined;
  if (known && (isDead(attempt.business) || isDead(attempt.visitor))) return at + rules.webhookGraceMs;
  if (known && attempt.endAsked) return at + rules.searchIntervalMs;
  switch (phaseOf(attempt)) {
    case 'intended':
      if (attempt.post === 'due')
        return Math.max(attempt.intendedAt + rules.firstSearchMs, at + rules.searchIntervalMs);
      return at + rules.searchIntervalMs;
    case 'placed':
    case 'ringing':
      return at + rules.ringSeconds * 1000 + ringSlackMs;
    case 'answered':
      return at + rules.screeningMs;
    case 'accepted':
      return at + rules.visitorRingSeconds * 1000 + ringSlackMs;
    default:
      return at + rules.talkCheckIntervalMs;
  }
}

/** A second call for one attempt, or a live call for one that was given up: it is ended at once. */
export function endStrayCalls(attempt: Attempt, event: AttemptEvent): ArmedEffect[] {
  const sid = liveCall(event);
  if (sid === undefined) return [];
  const stray = isOtherCall(attempt, sid) || (!isAttemptOpen(attempt) && !isDead(attempt.business));
  return stray ? [{ effect: { kind: 'end-call', attempt: attempt.number, sid }, dueAt: event.at }] : [];
}

/** The SID of the call to the business that an event speaks of, if that call may still be alive. */
function liveCall(event: AttemptEvent): string | undefined {
  switch (event.kind) {
    case 'call-placed':
      return unlessDead(event.call);
    case 'legs-fetched':
      return unlessDead(event.business);
    case 'leg-reported':
      return event.leg === 'business' ? unlessDead(event.report) : undefined;
    case 'prompt-asked':
    case 'key-pressed':
      return event.sid;
    default:
      return undefined;
  }
}

function unlessDead(report: LegReport): string | undefined {
  return isDead(report) ? undefined : report.sid;
}
