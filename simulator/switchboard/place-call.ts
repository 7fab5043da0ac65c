import type { Call, StatusCallback } from '../call/call.ts';
import type { Leg } from '../call/leg.ts';
import {
  detectAlongside,
  detectionMs,
  type MachineDetection,
  noteWhoAnswered,
} from '../call/machine-detection.ts';
import { sleep } from '../time/wait.ts';
import type { DocumentSource } from '../twiml/verb.ts';
import type { CallQueue } from './call-queue.ts';
import type { Fallback, Switchboard } from './switchboard.ts';

export type CallOrder = {
  from: string;
  to: string;
  source: DocumentSource;
  fallback: Fallback;
  statusCallback?: StatusCallback | undefined;
  ringTimeoutMs: number;
  timeLimitMs?: number | undefined;
  sendDigits: string;
  machineDetection?: (MachineDetection & { async: boolean }) | undefined;
  /** Orders of Twilio's test credentials are accepted and never carried out. */
  onlyPretend: boolean;
};

const waitsMs: Readonly<Record<string, number>> = { w: 500, W: 1_000 };
const toneMs = 200;

async function sendDigits(leg: Leg, { clock, timeline }: Switchboard, digits: string, signal: AbortSignal) {
  if (digits === '') return;
  timeline.record('call.digits-sent', { sid: leg.call.sid, digits });
  const ms = [...digits].reduce((sum, digit) => sum + (waitsMs[digit] ?? toneMs), 0);
  await sleep(clock, ms, signal);
}

async function whenAnswered(leg: Leg, switchboard: Switchboard, order: CallOrder) {
  const over = new AbortController();
  void leg.ended.then(() => over.abort());
  // https://www.twilio.com/docs/voice/api/call-resource: SendDigits switches machine detection off.
  const detection = order.sendDigits === '' ? order.machineDetection : undefined;
  if (detection?.async) detectAlongside(leg, switchboard, detection);
  if (detection && !detection.async) {
    await sleep(switchboard.clock, detectionMs(leg, switchboard, detection), over.signal);
    noteWhoAnswered(leg, switchboard, detection);
  }
  await sendDigits(leg, switchboard, order.sendDigits, over.signal);
  switchboard.run(leg, order.source, order.fallback);
}

/** Accepts an order of POST /Calls: queued at once, dialled when its turn at the account's rate has come. */
export function placeCall(switchboard: Switchboard, queue: CallQueue, order: CallOrder): Call {
  const { clock, settings } = switchboard;
  const { from, to, statusCallback, ringTimeoutMs, timeLimitMs } = order;
  const queueTimeMs = order.onlyPretend ? 0 : queue.book();
  const leg = switchboard.openLeg({
    from,
    to,
    statusCallback,
    ringTimeoutMs,
    timeLimitMs,
    queueTimeMs,
    direction: 'outbound-api',
    parentSid: undefined,
  });
  if (order.onlyPretend) return leg.call;
  clock.after(queueTimeMs + settings.setUpMs, leg.dial);
  void leg.answered.then(() => whenAnswered(leg, switchboard, order)).catch(() => {});
  return leg.call;
}
