import type { Call, EndStatus } from '../call/call.ts';
import type { Leg } from '../call/leg.ts';
import { detectAlongside } from '../call/machine-detection.ts';
import { unlessAborted } from '../time/wait.ts';
import { flagAttribute, numberAttribute } from './attribute.ts';
import { type DialTarget, dialTargets, nounDetection, nounStatusCallback, refusal } from './dial-target.ts';
import type { Line, Verb } from './verb.ts';
import { whisper } from './whisper.ts';

export type DialResult = { status: EndStatus; child: Call | undefined; bridged: boolean };

type Ringing = { leg: Leg; target: DialTarget };

/** Twilio adds five seconds to every <Dial> timeout. https://www.twilio.com/docs/voice/twiml/dial#timeout */
const extraRingS = 5;
const fourHoursS = 14_400;

const failed: DialResult = { status: 'failed', child: undefined, bridged: false };

function allowedCallerId(callerId: string, { leg, carrier }: Line): boolean {
  return [...carrier.numbers, ...carrier.settings.verifiedNumbers, leg.call.from, leg.call.to].includes(
    callerId,
  );
}

function ring(verb: Verb, line: Line, target: DialTarget): Ringing {
  const { carrier } = line;
  const leg = carrier.openLeg({
    from: verb.attributes.callerId ?? line.leg.call.from,
    to: target.address,
    direction: 'outbound-dial',
    parentSid: line.leg.call.sid,
    queueTimeMs: 0,
    statusCallback: nounStatusCallback(target.noun, line),
    ringTimeoutMs: (numberAttribute(verb, 'timeout', 30, 5, 600) + extraRingS) * 1_000,
    timeLimitMs: numberAttribute(verb, 'timeLimit', fourHoursS, 1, fourHoursS * 6) * 1_000,
  });
  leg.dial();
  return { leg, target };
}

function drop({ leg }: Ringing) {
  if (leg.call.facts.answeredAt === undefined) leg.end('canceled', 487);
  else leg.end('completed');
}

function firstToAnswer(rung: Ringing[]): Promise<Ringing | undefined> {
  return Promise.race([
    ...rung.map(async (one) => {
      await one.leg.answered;
      return one;
    }),
    Promise.all(rung.map(({ leg }) => leg.ended)).then(() => undefined),
  ]);
}

function statusOf(rung: Ringing[]): EndStatus {
  const ended = rung.map(({ leg }) => leg.call.facts.status);
  return (['busy', 'no-answer', 'canceled'] as const).find((status) => ended.includes(status)) ?? 'failed';
}

async function talk(verb: Verb, line: Line, winner: Ringing) {
  const detection = nounDetection(winner.target.noun, line);
  if (detection) detectAlongside(winner.leg, line.carrier, detection);
  const accepted = await whisper(winner.leg, winner.target.noun, line);
  if (accepted) await bridge(verb, line, winner.leg);
  drop(winner);
}

/**
 * Rings the targets of a <Dial> until one answers or all have ended, then connects that one.
 * `result` rejects when the dialling line is aborted; every leg is over by then.
 */
export function connectTargets(verb: Verb, line: Line) {
  let soFar = failed;
  const { callerId } = verb.attributes;
  const targets = dialTargets(verb);
  const refused = targets.map((target) => refusal(target, line.carrier)).find((code) => code !== undefined);
  const wrongCaller = callerId !== undefined && !allowedCallerId(callerId, line) ? 13214 : undefined;
  const errorCode = targets.length === 0 ? 13223 : (wrongCaller ?? refused);

  const connect = async (): Promise<DialResult> => {
    if (errorCode !== undefined) {
      const detail = '<Dial> was refused';
      line.carrier.timeline.record('call.error', { sid: line.leg.call.sid, errorCode, detail });
      return failed;
    }
    const rung = targets.slice(0, 10).map((target) => ring(verb, line, target));
    soFar = { status: 'canceled', child: rung[0]?.leg.call, bridged: false };
    try {
      const winner = await unlessAborted(line.signal, firstToAnswer(rung));
      if (!winner) return { ...soFar, status: statusOf(rung) };
      soFar = { status: 'completed', child: winner.leg.call, bridged: false };
      for (const other of rung) if (other !== winner) drop(other);
      await talk(verb, line, winner);
      return { ...soFar, bridged: winner.leg.call.bridgedAt !== undefined };
    } finally {
      for (const one of rung) drop(one);
    }
  };

  return { result: connect(), soFar: () => soFar };
}

/** Connects two legs until the called one hangs up or the caller presses * under hangupOnStar. */
async function bridge(verb: Verb, { leg: parent, signal }: Line, child: Leg): Promise<void> {
  parent.answer();
  // The called party's talk ends first when both would hang up in the same moment.
  const partings = [child.bridge(), parent.bridge()];
  const star = Promise.withResolvers<void>();
  const stopListening = parent.onDigit((digit) => {
    if (digit === '*' && flagAttribute(verb, 'hangupOnStar')) star.resolve();
  });
  try {
    await unlessAborted(signal, Promise.race([child.ended, star.promise]));
  } finally {
    stopListening();
    for (const part of partings) part();
  }
}
