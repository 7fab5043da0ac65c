import { isAttemptOpen, phaseOf } from '../../../../backend/domain/attempt/state.ts';
import { hasEnded } from '../../../../backend/domain/callback/state.ts';
import { effectKey } from '../../../../backend/domain/effect.ts';
import { type FakeCall, isOver } from '../../carrier/fake-call.ts';
import type { Harness } from '../../engine/engine-harness.ts';
import { dialOracles } from './dial-oracles.ts';
import type { Evidence } from './evidence.ts';
import { lineOracles } from './line-oracles.ts';
import { noticeOracles } from './notice-oracles.ts';
import { underCounted } from './spending-oracle.ts';

/** One sentence for each broken guarantee; empty when all hold. */
export function brokenGuarantees(evidence: Evidence): string[] {
  const looks = [lost, stuck, calledTwice, dialledTwice, wrongCall, untrue, blamed, underCounted];
  return [...looks, ...dialOracles, ...lineOracles, ...noticeOracles].flatMap((look) => look(evidence));
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
function calledTwice({ timeline, attempts }: Evidence): string[] {
  const sent = new Map<string, number>();
  for (const { token, processed } of timeline.posts) {
    if (processed) sent.set(token, (sent.get(token) ?? 0) + 1);
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

/** A stranger's call can look like an attempt's own; only a certain outcome from it is a lie. */
function wrongCall({ harness, attempts }: Evidence): string[] {
  const tokens = new Map(harness.carrier.calls.map(({ business, request }) => [business.sid, request.token]));
  return [...attempts.values()].flatMap(({ business, token, outcome, callbackId }) => {
    const owner = business.sid === undefined ? token : tokens.get(business.sid);
    if (owner === token) return [];
    if (owner !== '') return [`an attempt of ${callbackId} has the call of another attempt`];
    const uncertain = outcome === 'called-off' || outcome === 'unknown-result';
    return uncertain ? [] : [`an attempt of ${callbackId} ended ${outcome} by a stranger's call`];
  });
}

/** Compares the carrier's calls with the platform's records. */
function untrue({ harness, attempts }: Evidence): string[] {
  const talks = new Map(
    harness.carrier.calls.map(({ request, bridgedSeconds }) => [request.token, bridgedSeconds]),
  );
  return [...attempts.values()].flatMap(({ token, outcome, callbackId }) => {
    const seconds = talks.get(token) ?? 0;
    const talked = seconds >= 10;
    if (outcome === 'talked' && !talked) return [`${callbackId} is recorded as talked`];
    if (outcome === 'perhaps-voicemail' && seconds <= 46) return [];
    const uncertain = outcome === 'called-off' || outcome === 'unknown-result' || outcome === 'talked';
    return talked && !uncertain ? [`${callbackId} talked, but is recorded as ${outcome}`] : [];
  });
}

/** A dial that the carrier refused was ended by no person. */
function blamed({ harness, attempts }: Evidence): string[] {
  return ownCalls(harness).flatMap(({ request, dialError }) => {
    const attempt = attempts.get(request.token);
    const lie = dialError !== undefined && attempt?.outcome === 'business-hung-up';
    return lie ? [`the carrier refused a dial, and ${attempt.callbackId} blames the business`] : [];
  });
}

function ownCalls(harness: Harness): FakeCall[] {
  return harness.carrier.calls.filter(({ request }) => request.token !== '');
}
