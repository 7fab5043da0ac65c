import { isOver, phoneNumberOf } from '../call/call.ts';
import type { CallRegister } from '../call/call-register.ts';
import { sendStatusCallback } from '../call/call-webhook.ts';
import type { Carrier, LegSpec } from '../call/carrier.ts';
import { createLeg, type Leg } from '../call/leg.ts';
import type { PhoneDirectory } from '../phone/directory.ts';
import { callVerbs } from '../twiml/parse.ts';
import { runFlow } from '../twiml/run-flow.ts';
import type { DocumentSource, FlowEnd, Line } from '../twiml/verb.ts';
import type { HttpMethod } from '../webhook/webhook.ts';

export type Fallback = { url: string; method: HttpMethod } | undefined;

export type Switchboard = Carrier & {
  /** The leg of a call; undefined for an unknown SID. */
  leg(sid: string): Leg | undefined;
  /** The live legs of the phone with this number, newest last. */
  legsAt(number: string): Leg[];
  /** Runs a document on an answered or a ringing inbound call. Aborts the document that ran before. */
  run(leg: Leg, source: DocumentSource, fallback: Fallback): void;
  /** Replaces the running document of a live call and keeps its fallback. */
  redirect(leg: Leg, source: DocumentSource): void;
};

function conclude(leg: Leg, end: FlowEnd) {
  const answered = leg.call.facts.answeredAt !== undefined;
  if (!answered && end === 'failed') return leg.end('failed');
  if (!answered && (end === 'busy' || end === 'rejected')) return leg.end('busy', 603);
  // A document with only <Hangup> still answers an inbound call.
  leg.answer();
  leg.end('completed');
}

/** Opens legs and runs TwiML documents on them. */
export function createSwitchboard({
  callRegister,
  phones,
  ...outside
}: Omit<Carrier, 'openLeg'> & { callRegister: CallRegister; phones: PhoneDirectory }): Switchboard {
  const legs = new Map<string, Leg>();
  const running = new Map<string, { controller: AbortController; fallback: Fallback }>();
  const { clock, timeline } = outside;

  const openLeg = ({ ringTimeoutMs, timeLimitMs, ...spec }: LegSpec): Leg => {
    const status = spec.direction === 'inbound' ? 'ringing' : 'queued';
    const call = callRegister.open({ ...spec, status });
    const { behaviour } = phones.at(spec.direction === 'inbound' ? spec.from : spec.to);
    const leg = createLeg({
      call,
      behaviour,
      clock,
      timeline,
      ringTimeoutMs,
      timeLimitMs,
      announce: (event) => sendStatusCallback(outside, call, event),
    });
    legs.set(call.sid, leg);
    const { from, to, direction, parentSid, queueTimeMs } = spec;
    timeline.record('call.created', { sid: call.sid, from, to, direction, parentSid, queueTimeMs });
    return leg;
  };

  const carrier: Carrier = { ...outside, openLeg };

  const run = (leg: Leg, source: DocumentSource, fallback: Fallback) => {
    running.get(leg.call.sid)?.controller.abort('redirected');
    const controller = new AbortController();
    running.set(leg.call.sid, { controller, fallback });
    void leg.ended.then(() => controller.abort('ended'));
    const line: Line = { leg, carrier, signal: controller.signal, documentUrl: undefined, runFlow };
    runFlow({ line, source, fallback, allowed: callVerbs }).then(
      (end) => conclude(leg, end),
      (error: unknown) => {
        if (controller.signal.aborted) return;
        timeline.record('simulator.fault', { sid: leg.call.sid, error: String(error) });
        leg.end('failed');
      },
    );
  };

  return {
    ...carrier,
    run,
    leg: (sid) => legs.get(sid),
    legsAt: (number) =>
      [...legs.values()].filter(({ call }) => phoneNumberOf(call) === number && !isOver(call.facts)),
    redirect: (leg, source) => run(leg, source, running.get(leg.call.sid)?.fallback),
  };
}
