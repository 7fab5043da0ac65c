import type { ArmedEffect } from '../effect.ts';
import type { AttemptEvent } from './event.ts';
import { isOtherCall } from './learn.ts';
import { isDead, type LegReport } from './leg.ts';
import { type AttemptRules, ringSlackMs } from './rules.ts';
import { type Attempt, isAttemptOpen, phaseOf, sidToAsk } from './state.ts';

/** Checks during the last wait for a call that should long be over. */
const overdueChecks = 8;

/** After a check without an answer, the next one waits for this share of the attempt's age: slower each time. */
const unansweredShare = 8;

/** Returns the effects that an open attempt needs: the next check always, a renewed POST or a hang-up where due. */
export function nextEffects(
  before: Attempt,
  after: Attempt,
  event: AttemptEvent,
  rules: AttemptRules,
): ArmedEffect[] {
  const { number } = after;
  const effects: ArmedEffect[] = [
    { effect: { kind: 'check-attempt', attempt: number }, dueAt: nextCheck(after, event, rules) },
  ];
  if (event.kind === 'call-unprocessed' && after.post === 'unprocessed') {
    effects.push({ effect: { kind: 'place-call' }, dueAt: event.retryAt });
  }
  if (mustEndCall(before, after, event) || queuedTooLong(after, event, rules)) {
    effects.push({ effect: { kind: 'end-call', attempt: number, sid: undefined }, dueAt: event.at });
  }
  return effects;
}

/** The call is ended when first required, when its SID becomes known, and when a check shows it alive. */
function mustEndCall(before: Attempt, after: Attempt, event: AttemptEvent): boolean {
  if (!after.endAsked) return false;
  const sidLearnt = before.business.sid === undefined && after.business.sid !== undefined;
  return !before.endAsked || sidLearnt || event.kind === 'legs-fetched';
}

function queuedTooLong(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  const asked = event.kind === 'legs-fetched' && attempt.business.status === 'queued';
  return asked && event.at >= attempt.intendedAt + rules.maxQueuedMs;
}

/** When to ask the carrier next. A deadline that passes never ends an attempt by itself. */
function nextCheck(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): number {
  const { at } = event;
  const known = attempt.business.sid !== undefined;
  if (attempt.overdueSince !== undefined) return at + rules.longestCallMs / overdueChecks;
  if (isUnanswered(attempt, event))
    return at + Math.max(rules.searchIntervalMs, (at - attempt.intendedAt) / unansweredShare);
  if (known && (isDead(attempt.business) || isDead(attempt.visitor))) return at + rules.webhookGraceMs;
  if (known && attempt.endAsked) return at + rules.searchIntervalMs;
  switch (phaseOf(attempt)) {
    case 'intended':
      if (attempt.post === 'due')
        return Math.max(attempt.intendedAt + rules.firstSearchMs, at + rules.searchIntervalMs);
      return nextSearch(attempt, at, rules);
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

/** A check of a known or guessed call showed nothing. Of a dead call only details are missing, which soon show. */
function isUnanswered(attempt: Attempt, { kind }: AttemptEvent): boolean {
  if (sidToAsk(attempt) === undefined) return false;
  return kind === 'check-gave-up' || (kind === 'call-not-found' && !isDead(attempt.business));
}

/** A listed call is followed while it lives. After it the window can still show the attempt's own call. */
function nextSearch({ listed, intendedAt }: Attempt, at: number, rules: AttemptRules): number {
  if (listed === undefined) return at + rules.searchIntervalMs;
  if (!isDead(listed.business)) return at + rules.ringSeconds * 1000 + ringSlackMs;
  return Math.max(intendedAt + rules.noSidWindowMs, at + rules.searchIntervalMs);
}

/** Ends a second call of one attempt, and a live call of a closed attempt, at once. */
export function endStrayCalls(attempt: Attempt, event: AttemptEvent): ArmedEffect[] {
  const sid = liveCall(event);
  if (sid === undefined) return [];
  const stray = isOtherCall(attempt, sid) || (!isAttemptOpen(attempt) && !isDead(attempt.business));
  return stray ? [{ effect: { kind: 'end-call', attempt: attempt.number, sid }, dueAt: event.at }] : [];
}

/** Ends the call of an attempt that closes although the carrier never said that its leg is dead. */
export function endAbandonedCall({ business, number }: Attempt, at: number): ArmedEffect[] {
  if (business.sid === undefined || isDead(business)) return [];
  return [{ effect: { kind: 'end-call', attempt: number, sid: business.sid }, dueAt: at }];
}

/** The SID of the business's call in an event, unless that call is dead. */
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
    case 'instruction-failed':
      return event.sid;
    default:
      return undefined;
  }
}

function unlessDead(report: LegReport): string | undefined {
  return isDead(report) ? undefined : report.sid;
}
