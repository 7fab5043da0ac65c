import { isDead, type Leg } from '../attempt/leg.ts';
import { type Attempt, isAttemptOpen } from '../attempt/state.ts';
import { type Callback, hasEnded } from '../callback/state.ts';
import { type Amounts, zeroAmounts } from './amounts.ts';
import { callCost, type PricedSite, type ReservedPart } from './estimate.ts';
import type { SpendingRules } from './spending-rules.ts';

/** What of something set aside was needed; the rest is given back. Of what is not set aside (any more), nothing is. */
export type Release = { part: ReservedPart; used: Amounts | 'all' };

type Standing = { callback: Callback; attempt: Attempt | undefined };

type Tariff = { rules: SpendingRules; site: Pick<PricedSite, 'businessNumber' | 'maxCallSeconds'> };

/**
 * What is known to be used or no longer needed once `after` is committed in the place of `before`. For a request whose
 * phone is not proven nothing is set aside.
 */
export function releasesFor(before: Standing, after: Standing, tariff: Tariff): Release[] {
  return [...releaseOfCall(before, after, tariff), ...releaseOfNotice(before.callback, after.callback)];
}

/** A call that was begun is settled when its attempt closes, one that never was when its request ends. */
function releaseOfCall(before: Standing, after: Standing, tariff: Tariff): Release[] {
  const { attempt } = after;
  const sameAttempt = before.attempt?.number === attempt?.number;
  if (
    attempt !== undefined &&
    !isAttemptOpen(attempt) &&
    sameAttempt &&
    before.attempt &&
    isAttemptOpen(before.attempt)
  )
    return [{ part: 'call', used: usedByCall(attempt, after.callback.visitor.phone, tariff) }];
  const neverBegun = before.callback.status === 'verified';
  return neverBegun && hasEnded(after.callback.status) ? [{ part: 'call', used: zeroAmounts }] : [];
}

/** A text that was, or may have been, sent counts in full, unless whoever sent it knows better. */
function releaseOfNotice(before: Callback, after: Callback): Release[] {
  if (after.notice === 'sending') return [];
  if (before.notice === 'sending') return [{ part: 'notice', used: 'all' }];
  const endsNow = before.status !== 'pending' && !hasEnded(before.status) && hasEnded(after.status);
  return endsNow ? [{ part: 'notice', used: zeroAmounts }] : [];
}

/**
 * What a closed attempt used: its legs' started minutes, as carriers charge them. A call of which nobody knows what
 * became of it counts to its limit; one that was certainly never made counts nothing.
 */
function usedByCall(attempt: Attempt, visitor: string, { rules, site }: Tariff): Amounts | 'all' {
  if (attempt.outcome === 'unknown-result') return 'all';
  if (attempt.post === 'refused' || attempt.post === 'unprocessed') return zeroAmounts;
  const lasted = (attempt.closedAt ?? attempt.intendedAt) - attempt.intendedAt;
  const longest = Math.min(site.maxCallSeconds, Math.ceil(lasted / 1000));
  const minutes = (leg: Leg) => Math.ceil(secondsOf(leg, site.maxCallSeconds, longest) / 60);
  return callCost(rules, site, visitor, minutes(attempt.business), minutes(attempt.visitor));
}

/** Where the carrier told no duration, the longest that it can have been. */
function secondsOf(leg: Leg, limit: number, longest: number): number {
  if (leg.status === 'unseen') return 0;
  if (!isDead(leg)) return limit;
  return leg.status === 'completed' && leg.talkSeconds === 0 ? longest : leg.talkSeconds;
}
