import type { HttpMethod } from '../webhook/webhook.ts';
import { changeFacts } from './call.ts';
import { callParams, familyOf } from './call-webhook.ts';
import type { Carrier } from './carrier.ts';
import type { Leg } from './leg.ts';

export type MachineDetection = {
  mode: 'Enable' | 'DetectMessageEnd';
  /** Webhook that receives the result; none when absent. */
  callback?: { url: string; method: HttpMethod } | undefined;
};

/** Returns how long detection takes on this phone, in milliseconds. */
export function detectionMs(leg: Leg, { settings }: Carrier, { mode }: MachineDetection): number {
  return mode === 'DetectMessageEnd' && leg.behaviour.isMachine
    ? Math.max(leg.behaviour.greetingMs, settings.machineDetectionMs)
    : settings.machineDetectionMs;
}

/**
 * Records whether a person or a machine answered.
 * https://www.twilio.com/docs/voice/answering-machine-detection
 */
export function recordAnsweredBy(leg: Leg, { clock }: Carrier, { mode }: MachineDetection): void {
  const machine = mode === 'DetectMessageEnd' ? 'machine_end_beep' : 'machine_start';
  const answeredBy = leg.behaviour.isMachine ? machine : 'human';
  changeFacts(leg.call, clock.now(), { answeredBy });
}

/** Detects while the call goes on, then sends the result to the callback. */
export function detectInBackground(leg: Leg, carrier: Carrier, detection: MachineDetection): void {
  const ms = detectionMs(leg, carrier, detection);
  carrier.clock.after(ms, () => {
    if (leg.call.facts.status !== 'in-progress') return;
    recordAnsweredBy(leg, carrier, detection);
    if (!detection.callback) return;
    const { url, method } = detection.callback;
    const params = { ...callParams(leg.call, carrier.accountSid), MachineDetectionDuration: String(ms) };
    const { sid } = leg.call;
    const family = familyOf(leg.call);
    void carrier.webhooks.send({ kind: 'machine-detection', url, method, params, sid, family });
  });
}
