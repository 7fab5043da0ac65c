import type { HttpMethod } from '../webhook/webhook.ts';
import { change } from './call.ts';
import { callParams, familyOf } from './call-webhook.ts';
import type { Carrier } from './carrier.ts';
import type { Leg } from './leg.ts';

export type MachineDetection = {
  mode: 'Enable' | 'DetectMessageEnd';
  /** undefined when nobody is to be told. */
  callback?: { url: string; method: HttpMethod } | undefined;
};

/** How long detection takes on this phone, in ms. */
export function detectionMs(leg: Leg, { settings }: Carrier, { mode }: MachineDetection): number {
  return mode === 'DetectMessageEnd' && leg.behaviour.isMachine
    ? Math.max(leg.behaviour.greetingMs, settings.machineDetectionMs)
    : settings.machineDetectionMs;
}

/**
 * Writes down who answered.
 * https://www.twilio.com/docs/voice/answering-machine-detection
 */
export function noteWhoAnswered(leg: Leg, { clock }: Carrier, { mode }: MachineDetection): void {
  const machine = mode === 'DetectMessageEnd' ? 'machine_end_beep' : 'machine_start';
  const answeredBy = leg.behaviour.isMachine ? machine : 'human';
  change(leg.call, clock.now(), { answeredBy });
}

/** Detects while the call goes on, and tells the callback. */
export function detectAlongside(leg: Leg, carrier: Carrier, detection: MachineDetection): void {
  const ms = detectionMs(leg, carrier, detection);
  carrier.clock.after(ms, () => {
    if (leg.call.facts.status !== 'in-progress') return;
    noteWhoAnswered(leg, carrier, detection);
    if (!detection.callback) return;
    const { url, method } = detection.callback;
    const params = { ...callParams(leg.call, carrier.accountSid), MachineDetectionDuration: String(ms) };
    const { sid } = leg.call;
    const family = familyOf(leg.call);
    void carrier.webhooks.send({ kind: 'machine-detection', url, method, params, sid, family });
  });
}
