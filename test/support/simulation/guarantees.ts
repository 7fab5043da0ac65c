import { isAttemptOpen, phaseOf } from '../../../backend/domain/attempt/state.ts';
import { hasEnded } from '../../../backend/domain/callback/state.ts';
import { effectKey } from '../../../backend/domain/effect.ts';
import { type FakeCall, isOver } from '../carrier/fake-call.ts';
import type { Harness } from '../engine/engine-harness.ts';
import type { Evidence } from './evidence.ts';
import { sampleBusinesses } from './sample-businesses.ts';

/** One sentence for each broken guarantee; empty when all hold. */
export function brokenGuarantees(evidence: Evidence): string[] {
  return [lost, stuck, calledTwice, dialledTwice, wrongCall, untold, untrue, overfull].flatMap((look) =>
    look(evidence),
  );
}

function lost({ lost }: Evidence): string[] {
  return lost.map((callbackId) => `the request ${callbackId} is lost`);
}

function stuck({ harness, callbacks, attempts, effectsLeft }: Evidence): string[] {
  return [
    ...callbacks
      .filter(({ status }) => !hasEnded(status))
      .map(({ callbackId, status }) => `${callbackId} is stuck as ${status}`),
    ...[...attempts.values()]
      .filter(isAttemptOpen)
      .map((attempt) => `an attempt of ${attempt.callbackId} is stuck as ${phaseOf(attempt)}`),
    ...effectsLeft.map(({ callbackId, effect }) => `${effectKey(effect)} of ${callbackId} was never done`),
    ...ownCalls(harness)
      .filter(({ business }) => !isOver(business))
      .map(({ request }) => `a call of ${request.reason} is still alive`),
  ];
}

/** Only an unprocessed POST can be followed by another, and each POST needs an intent. */
function calledTwice({ harness, attempts }: Evidence): string[] {
  const sent = new Map<string, number>();
  for (const { call, fate } of harness.carrier.posts) {
    if (fate !== 'throttled') sent.set(call.token, (sent.get(call.token) ?? 0) + 1);
  }
  return [...sent].flatMap(([token, times]) => [
    ...(times > 1 ? [`the business was called ${times} times for one attempt`] : []),
    ...(attempts.has(token) ? [] : ['the business was called for an unknown attempt']),
  ]);
}

function dialledTwice({ harness }: Evidence): string[] {
  return [...harness.carrier.grants.values()]
    .filter(({ size }) => size > 1)
    .map(({ size }) => `${size} requests got the order to dial one visitor`);
}

function wrongCall({ harness, attempts }: Evidence): string[] {
  const tokens = new Map(harness.carrier.calls.map(({ business, request }) => [business.sid, request.token]));
  return [...attempts.values()]
    .filter(({ business, token }) => business.sid !== undefined && tokens.get(business.sid) !== token)
    .map(({ callbackId }) => `an attempt of ${callbackId} has the call of another attempt`);
}

function untold({ callbacks, unmailable }: Evidence): string[] {
  return callbacks
    .filter(({ status, verifiedAt }) => status === 'failed' && verifiedAt !== undefined)
    .filter(({ notice, outcome, reference }) => {
      if (outcome === 'opted-out') return false;
      return notice !== 'sent' && !(notice === 'failed' && unmailable.has(reference));
    })
    .map(({ callbackId, outcome, notice }) => `${callbackId} ended ${outcome}, and its notice is ${notice}`);
}

/** Compares the carrier's calls with the platform's records. */
function untrue({ harness, attempts }: Evidence): string[] {
  const talks = new Map(
    harness.carrier.calls.map(({ request, bridgedSeconds }) => [request.token, bridgedSeconds]),
  );
  return [...attempts.values()].flatMap(({ token, outcome, callbackId }) => {
    const talked = (talks.get(token) ?? 0) >= 10;
    if (outcome === 'talked' && !talked) return [`${callbackId} is recorded as talked`];
    const uncertain = outcome === 'called-off' || outcome === 'unknown-result' || outcome === 'talked';
    return talked && !uncertain ? [`${callbackId} talked, but is recorded as ${outcome}`] : [];
  });
}

/** A call that became unknown after three minutes released its line before its end. */
function overfull({ harness, attempts }: Evidence): string[] {
  return sampleBusinesses.flatMap(({ site }) => {
    const calls = ownCalls(harness).filter(
      ({ request }) =>
        request.to === site.businessNumber && attempts.get(request.token)?.outcome !== 'unknown-result',
    );
    const most = Math.max(0, ...calls.map((call) => calls.filter((other) => overlaps(call, other)).length));
    return most > site.lines ? [`${site.id} had ${most} calls at once on ${site.lines} lines`] : [];
  });
}

/** Counted at the start of the first one. */
function overlaps(call: FakeCall, other: FakeCall): boolean {
  return other.createdAt <= call.createdAt && (other.endedAt ?? Number.POSITIVE_INFINITY) > call.createdAt;
}

function ownCalls(harness: Harness): FakeCall[] {
  return harness.carrier.calls.filter(({ request }) => request.token !== '');
}
