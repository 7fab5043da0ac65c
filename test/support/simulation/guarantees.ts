import { type FakeCall, isOver } from '../carrier/fake-call.ts';
import type { Harness } from '../engine/engine-harness.ts';
import { sampleBusinesses } from './sample-businesses.ts';
import type { Visitor } from './visitor-script.ts';

type Row = Record<string, unknown>;

type Evidence = {
  harness: Harness;
  visitors: readonly Visitor[];
  /** References whose mail was refused for good. */
  unmailable: ReadonlySet<string>;
  callbacks: Row[];
  attempts: Map<unknown, Row>;
};

/** One sentence for each broken guarantee; empty when all hold. */
export function brokenGuarantees(
  harness: Harness,
  visitors: readonly Visitor[],
  unmailable: ReadonlySet<string>,
): string[] {
  const callbacks = harness.rows('select * from callbacks');
  const attempts = new Map(harness.rows('select * from attempts').map((row) => [row.token, row]));
  const evidence = { harness, visitors, unmailable, callbacks, attempts };
  return [lost, stuck, calledTwice, dialledTwice, wrongCall, untold, untrue, overfull].flatMap((look) =>
    look(evidence),
  );
}

function lost({ visitors, callbacks }: Evidence): string[] {
  const kept = new Set(callbacks.map(({ request_id }) => request_id));
  return visitors.flatMap(({ callbackId }) =>
    callbackId === undefined || kept.has(callbackId) ? [] : [`the request ${callbackId} is lost`],
  );
}

const ends: unknown[] = ['completed', 'failed', 'cancelled'];

function stuck({ harness, callbacks, attempts }: Evidence): string[] {
  return [
    ...callbacks
      .filter(({ request_status }) => !ends.includes(request_status))
      .map(({ request_id, request_status }) => `${request_id} is stuck as ${request_status}`),
    ...[...attempts.values()]
      .filter(({ closed_at }) => closed_at === null)
      .map(({ request_id, phase }) => `an attempt of ${request_id} is stuck as ${phase}`),
    ...harness
      .rows('select request_id, effect_key from effects')
      .map(({ request_id, effect_key }) => `${effect_key} of ${request_id} was never done`),
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
    .filter(({ call_sid, token }) => call_sid !== null && tokens.get(String(call_sid)) !== token)
    .map(({ request_id }) => `an attempt of ${request_id} has the call of another attempt`);
}

function untold({ callbacks, unmailable }: Evidence): string[] {
  return callbacks
    .filter(({ request_status, verified_at }) => request_status === 'failed' && verified_at !== null)
    .filter(({ notice, outcome, reference }) => {
      if (outcome === 'opted-out') return false;
      return notice !== 'sent' && !(notice === 'failed' && unmailable.has(String(reference)));
    })
    .map(({ request_id, outcome, notice }) => `${request_id} ended ${outcome}, and its notice is ${notice}`);
}

/** Compares the carrier's calls with the platform's records. */
function untrue({ harness, attempts }: Evidence): string[] {
  const talks = new Map(
    harness.carrier.calls.map(({ request, bridgedSeconds }) => [request.token, bridgedSeconds]),
  );
  return [...attempts.values()].flatMap(({ token, outcome, request_id }) => {
    const talked = (talks.get(String(token)) ?? 0) >= 10;
    if (outcome === 'talked' && !talked) return [`${request_id} is recorded as talked`];
    const uncertain = outcome === 'called-off' || outcome === 'unknown-result' || outcome === 'talked';
    return talked && !uncertain ? [`${request_id} talked, but is recorded as ${outcome}`] : [];
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
