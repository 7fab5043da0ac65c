import type { Attempt } from '../../../../backend/domain/attempt/state.ts';
import type { FakeCall } from '../../carrier/fake-call.ts';
import type { SimulatedBusiness } from '../world/sample-businesses.ts';
import { wasDown } from '../world/timeline.ts';
import type { Evidence } from './evidence.ts';

/** Who may use a line, and who must get one. */
export const lineOracles = [overfull, hungUpStrangers, waitedBesideFreeLine];

/** A line is given to no second call while the first lives; a call that the platform cannot know of is excused. */
function overfull(evidence: Evidence): string[] {
  const { harness, businesses } = evidence;
  const known = harness.carrier.calls.filter((call) => isKnown(call, evidence));
  return businesses.flatMap(({ site }) => {
    const calls = known.filter(({ request }) => request.to === site.businessNumber);
    const most = Math.max(0, ...calls.map((call) => calls.filter((other) => overlaps(call, other)).length));
    return most > site.lines ? [`${site.id} had ${most} calls at once on ${site.lines} lines`] : [];
  });
}

/** A genuine webhook or the POST's answer named the call while its attempt was open. */
function isKnown({ request, createdAt }: FakeCall, { attempts, timeline, harness }: Evidence): boolean {
  const attempt = attempts.get(request.token);
  const knownAt = timeline.sidKnown.get(request.token);
  if (attempt === undefined || knownAt === undefined) return false;
  const closed = attempt.closedAt ?? Number.POSITIVE_INFINITY;
  const drift = timeline.jumps.length > 0 ? 15 * 60_000 : 0;
  return knownAt + drift < closed && createdAt < harness.clock.trueNow();
}

/** Counted at the start of the first one. */
function overlaps(call: FakeCall, other: FakeCall): boolean {
  return other.createdAt <= call.createdAt && (other.endedAt ?? Number.POSITIVE_INFINITY) > call.createdAt;
}

function hungUpStrangers({ harness, timeline }: Evidence): string[] {
  return harness.carrier.calls
    .filter(({ request, business }) => request.token === '' && timeline.endedByPlatform.has(business.sid))
    .map(({ request }) => `a stranger's call to ${request.to} was hung up`);
}

const stepMs = 5_000;
/** Longer than an intent, a wake-up and a poll take. */
const longestIdleMs = 60_000;

/** One attempt without an answer may cost its own line, and no other. */
function waitedBesideFreeLine(evidence: Evidence): string[] {
  if (evidence.timeline.jumps.length > 0) return [];
  return evidence.callbacks.flatMap(({ callbackId, siteId, outcome, verifiedAt, endedAt }) => {
    if (outcome !== 'waited-too-long' || verifiedAt === undefined || endedAt === undefined) return [];
    const business = evidence.businesses.find(({ site }) => site.id === siteId);
    const idleMs = business === undefined ? 0 : longestIdle(evidence, business, verifiedAt, endedAt);
    return idleMs > longestIdleMs ? [`${callbackId} waited ${idleMs / 1_000} s beside a free line`] : [];
  });
}

function longestIdle(
  { attempts, timeline, outages }: Evidence,
  { site }: SimulatedBusiness,
  from: number,
  to: number,
): number {
  const holds = [...attempts.values()].filter(({ line }) => line === site.businessNumber);
  let idleMs = 0;
  let longestMs = 0;
  for (let at = from; at < to; at += stepMs) {
    const excused =
      wasDown(timeline, at - longestIdleMs, at) ||
      outages.wasOut(at - longestIdleMs, at, 'rest', 'network', 'credentials');
    const isFree = holds.filter((attempt) => holdsAt(attempt, at)).length < site.lines;
    idleMs = isFree && !excused ? idleMs + stepMs : 0;
    longestMs = Math.max(longestMs, idleMs);
  }
  return longestMs;
}

function holdsAt({ intendedAt, legDeadAt, closedAt }: Attempt, at: number): boolean {
  return intendedAt <= at && (legDeadAt ?? closedAt ?? Number.POSITIVE_INFINITY) > at;
}
