import { isDead, type Leg } from '../attempt/leg.ts';
import { type Attempt, isAttemptOpen } from '../attempt/state.ts';
import { type Callback, hasEnded } from '../callback/state.ts';
import {
  type Amounts,
  callCost,
  minutesUpTo,
  type PricedSite,
  type ReservedPart,
  zeroAmounts,
} from './charge.ts';
import type { SpendingRules } from './spending-rules.ts';

/** Ends a reserve: `used` is charged and the rest released. A reserve that no longer exists changes nothing. */
export type Release = { part: ReservedPart; used: Amounts | 'all' };

type Standing = { callback: Callback; attempt: Attempt | undefined };

export type Tariff = { rules: SpendingRules; site: Pick<PricedSite, 'businessNumber' | 'maxCallSeconds'> };

/**
 * Returns the reserves that end when `after` replaces `before`. Before the phone is proven, a callback has no
 * reserves.
 */
export function releasesFor(before: Standing, after: Standing, tariff: Tariff): Release[] {
  return [...releaseOfCall(before, after, tariff), ...releaseOfNotice(before.callback, after.callback)];
}

/** A call's reserve ends with its attempt, or with the callback when no attempt began. */
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

/** A notice that was, or can have been, sent is charged in full; its handler can report a lower cost. */
function releaseOfNotice(before: Callback, after: Callback): Release[] {
  if (isUnderWay(after.notice)) return [];
  if (isUnderWay(before.notice)) return [{ part: 'notice', used: 'all' }];
  const endsNow = before.status !== 'pending' && !hasEnded(before.status) && hasEnded(after.status);
  return endsNow ? [{ part: 'notice', used: zeroAmounts }] : [];
}

function isUnderWay(notice: Callback['notice']): boolean {
  return notice === 'sending' || notice === 'delayed';
}

/**
 * The cost of a closed attempt: the started minutes of its legs, as carriers charge them. A call with an unknown result
 * costs its limit; a call that was certainly never made costs nothing.
 */
export function usedByCall(attempt: Attempt, visitor: string, { rules, site }: Tariff): Amounts | 'all' {
  if (attempt.outcome === 'unknown-result') return 'all';
  if (attempt.post === 'refused' || attempt.post === 'unprocessed') return zeroAmounts;
  const minutes = (leg: Leg) => minutesOf(leg, attempt, site.maxCallSeconds);
  return callCost(rules, site, visitor, minutes(attempt.business), minutes(attempt.visitor));
}

/** Without a duration from the carrier, the longest possible one counts. */
function minutesOf(leg: Leg, { closedAt, intendedAt }: Attempt, limitSeconds: number): number {
  const longest = minutesUpTo(limitSeconds);
  if (leg.status === 'unseen') return 0;
  if (!isDead(leg)) return longest;
  if (leg.status !== 'completed' || leg.talkSeconds > 0) return Math.ceil(leg.talkSeconds / 60);
  return Math.min(longest, Math.ceil(((closedAt ?? intendedAt) - intendedAt) / 60_000));
}
