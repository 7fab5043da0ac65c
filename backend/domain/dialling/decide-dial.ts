import { type Attempt, isAttemptOpen } from '../attempt/state.ts';
import type { CallbackEvent } from '../callback/event.ts';
import type { CallbackRules } from '../callback/rules.ts';
import type { Callback } from '../callback/state.ts';
import { type HoursCalendar, isBusinessOpen } from '../site/business-hours.ts';
import { isNumberBlocked, type Site } from '../site/site.ts';

/** Everything that decides whether the business may be called at `at` for one callback. */
export type DialFacts = {
  at: number;
  callback: Callback;
  /** The latest attempt. */
  attempt: Attempt | undefined;
  site: Pick<Site, 'hours' | 'blockedNumbers'>;
  rules: Pick<CallbackRules, 'maxWaitMs' | 'lastResortMs'>;
  calendar: HoursCalendar;
  /** Whether the number has opted out. A concurrent request can change it, so a guard repeats the check. */
  optedOut: boolean;
  /** Whether the call is reserved and the caps allow it. A guard repeats the check. */
  covered: boolean;
};

/** Ends a callback that must not be called. */
export type DialRefusal = Extract<
  CallbackEvent['kind'],
  'visitor-opted-out' | 'number-blocked' | 'call-expired' | 'business-closed' | 'budget-reached'
>;

export type DialDecision =
  /** A new attempt begins, or the open attempt renews its intent. */
  | { dial: 'begin' }
  | { dial: 'renew'; attempt: Attempt }
  /** An earlier attempt is still open. */
  | { dial: 'later' }
  /** The callback ends instead of being called. */
  | { dial: 'refused'; because: DialRefusal }
  /** No call is due. */
  | { dial: 'not-due' };

/**
 * Decides whether the business may be called now. Every intent passes it, the first and a renewed one alike: time
 * passed since the visitor's request, after a rejected POST or while no process ran.
 */
export function decideDial(facts: DialFacts): DialDecision {
  const { callback, attempt } = facts;
  const waits = callback.status === 'verified';
  const undialled = attempt !== undefined && isUndialled(attempt);
  if (!waits && !(callback.status === 'calling' && undialled)) return { dial: 'not-due' };
  const because = refusalOf(facts);
  if (because !== undefined) return { dial: 'refused', because };
  if (!waits) return undialled ? { dial: 'renew', attempt } : { dial: 'not-due' };
  return attempt !== undefined && isAttemptOpen(attempt) ? { dial: 'later' } : { dial: 'begin' };
}

/** Whether an open attempt certainly made no call and may still make one. */
export function isUndialled(attempt: Attempt): boolean {
  return isAttemptOpen(attempt) && attempt.post === 'unprocessed' && !attempt.endAsked;
}

/** The visitor's and the operator's refusals come first, because after them the business gets no notice. */
function refusalOf(facts: DialFacts): DialRefusal | undefined {
  const { at, callback, site, calendar } = facts;
  if (facts.optedOut) return 'visitor-opted-out';
  if (isNumberBlocked(site, callback.visitor.phone)) return 'number-blocked';
  if (hasExpired(facts)) return 'call-expired';
  if (site.hours !== undefined && !isBusinessOpen(site.hours, calendar, at)) return 'business-closed';
  return facts.covered ? undefined : 'budget-reached';
}

/** The timers of these limits can be overdue as well, but a call does not rely on their order. */
function hasExpired({ at, callback, rules }: DialFacts): boolean {
  const since = callback.verifiedAt ?? callback.createdAt;
  return at >= since + Math.min(rules.maxWaitMs, rules.lastResortMs);
}
