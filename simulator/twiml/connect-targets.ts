import type { Call, EndStatus } from '../call/call.ts';
import type { Leg } from '../call/leg.ts';
import { detectInBackground } from '../call/machine-detection.ts';
import { unlessAborted } from '../time/wait.ts';
import { flagAttribute, numberAttribute } from './attribute.ts';
import {
  type DialTarget,
  dialTargets,
  nounDetection,
  nounStatusCallback,
  refusalCode,
} from './dial-target.ts';
import type { Line, Verb } from './verb.ts';
import { whisper } from './whisper.ts';

export type DialResult = { status: EndStatus; child: Call | undefined; bridged: boolean };

type RingingTarget = { leg: Leg; target: DialTarget };

/** Twilio adds five seconds to every <Dial> timeout. https://www.twilio.com/docs/voice/twiml/dial#timeout */
const extraRingSeconds = 5;
const fourHoursSeconds = 14_400;

const failed: DialResult = { status: 'failed', child: undefined, bridged: false };

function allowedCallerId(callerId: string, { leg, carrier }: Line): boolean {
  return [...carrier.numbers, ...carrier.settings.verifiedNumbers, leg.call.from, leg.call.to].includes(
    callerId,
  );
}

function ring(verb: Verb, line: Line, target: DialTarget): RingingTarget {
  const { carrier } = line;
  const leg = carrier.openLeg({
    from: verb.attributes.callerId ?? line.leg.call.from,
    to: target.address,
    direction: 'outbound-dial',
    parentSid: line.leg.call.sid,
    queueTimeMs: 0,
    statusCallback: nounStatusCallback(target.noun, line),
    ringTimeoutMs: (numberAttribute(verb, 'timeout', 30, 5, 600) + extraRingSeconds) * 1_000,
    timeLimitMs: numberAttribute(verb, 'timeLimit', fourHoursSeconds, 1, fourHoursSeconds * 6) * 1_000,
  });
  leg.dial();
  return { leg, target };
}

function drop({ leg }: RingingTarget) {
  if (leg.call.facts.answeredAt === undefined) leg.end('canceled', 487);
  else leg.end('completed');
}

function firstToAnswer(ringing: RingingTarget[]): Promise<RingingTarget | undefined> {
  return Promise.race([
    ...ringing.map(async (one) => {
      await one.leg.answered;
      return one;
    }),
    Promise.all(ringing.map(({ leg }) => leg.ended)).then(() => undefined),
  ]);
}

function statusOf(ringing: RingingTarget[]): EndStatus {
  const ended = ringing.map(({ leg }) => leg.call.facts.status);
  return (['busy', 'no-answer', 'canceled'] as const).find((status) => ended.includes(status)) ?? 'failed';
}

async function talk(verb: Verb, line: Line, winner: RingingTarget) {
  const detection = nounDetection(winner.target.noun, line);
  if (detection) detectInBackground(winner.leg, line.carrier, detection);
  const accepted = await whisper(winner.leg, winner.target.noun, line);
  if (accepted) await bridge(verb, line, winner.leg);
  drop(winner);
}

/**
 * Rings the targets of a <Dial> until one answers or all have ended. Connects the first that answers.
 * `result` rejects when the caller's line is aborted; every leg has ended by then. `soFar` is the result until now.
 */
export function connectTargets(verb: Verb, line: Line) {
  let soFar = failed;
  const { callerId } = verb.attributes;
  const targets = dialTargets(verb);
  const refusedCode = targets
    .map((target) => refusalCode(target, line.carrier))
    .find((code) => code !== undefined);
  const wrongCallerCode = callerId !== undefined && !allowedCallerId(callerId, line) ? 13214 : undefined;
  const errorCode = targets.length === 0 ? 13223 : (wrongCallerCode ?? refusedCode);

  const connect = async (): Promise<DialResult> => {
    if (errorCode !== undefined) {
      const detail = '<Dial> was rejected';
      line.carrier.timeline.record('call.error', { sid: line.leg.call.sid, errorCode, detail });
      return failed;
    }
    const ringing = targets.slice(0, 10).map((target) => ring(verb, line, target));
    soFar = { status: 'canceled', child: ringing[0]?.leg.call, bridged: false };
    try {
      const winner = await unlessAborted(line.signal, firstToAnswer(ringing));
      if (!winner) return { ...soFar, status: statusOf(ringing) };
      soFar = { status: 'completed', child: winner.leg.call, bridged: false };
      for (const other of ringing) if (other !== winner) drop(other);
      await talk(verb, line, winner);
      return { ...soFar, bridged: winner.leg.call.bridgedAt !== undefined };
    } finally {
      for (const one of ringing) drop(one);
    }
  };

  return { result: connect(), soFar: () => soFar };
}

/** Connects two legs until the called one hangs up, or the caller presses * under hangupOnStar. */
async function bridge(verb: Verb, { leg: parent, signal }: Line, child: Leg): Promise<void> {
  parent.answer();
  // When both scripts hang up at the same moment, the called party does so first.
  const disconnects = [child.bridge(), parent.bridge()];
  const star = Promise.withResolvers<void>();
  const stopListening = parent.onDigit((digit) => {
    if (digit === '*' && flagAttribute(verb, 'hangupOnStar')) star.resolve();
  });
  try {
    await unlessAborted(signal, Promise.race([child.ended, star.promise]));
  } finally {
    stopListening();
    for (const disconnect of disconnects) disconnect();
  }
}
