import type { Call, StatusCallback } from '../call/call.ts';
import type { Leg } from '../call/leg.ts';
import {
  detectInBackground,
  detectionMs,
  type MachineDetection,
  recordAnsweredBy,
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
  /** Accepts the call and never dials it, as for Twilio's test numbers. */
  isDryRun: boolean;
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
  const ended = new AbortController();
  void leg.ended.then(() => ended.abort());
  // SendDigits switches machine detection off: https://www.twilio.com/docs/voice/api/call-resource
  const detection = order.sendDigits === '' ? order.machineDetection : undefined;
  if (detection?.async) detectInBackground(leg, switchboard, detection);
  if (detection && !detection.async) {
    await sleep(switchboard.clock, detectionMs(leg, switchboard, detection), ended.signal);
    recordAnsweredBy(leg, switchboard, detection);
  }
  await sendDigits(leg, switchboard, order.sendDigits, ended.signal);
  switchboard.run(leg, order.source, order.fallback);
}

/** Queues a call of POST /Calls at once and dials it at the account's rate. */
export function placeCall(switchboard: Switchboard, queue: CallQueue, order: CallOrder): Call {
  const { clock, settings } = switchboard;
  const { from, to, statusCallback, ringTimeoutMs, timeLimitMs } = order;
  const queueTimeMs = order.isDryRun ? 0 : queue.book();
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
  if (order.isDryRun) return leg.call;
  clock.after(queueTimeMs + settings.setUpMs, leg.dial);
  void leg.answered.then(() => whenAnswered(leg, switchboard, order)).catch(() => {});
  return leg.call;
}
