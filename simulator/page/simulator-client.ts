import type { Snapshot } from '../control/snapshot.ts';
import type { FaultPlan } from '../faults.ts';
import type { PhoneScript } from '../phone/scripts.ts';
import type { Settings } from '../settings.ts';

export type Answer<T = unknown> = { ok: true; body: T } | { ok: false; detail: string };

export type PhoneAct = { action: 'answer' | 'decline' | 'hangup' } | { action: 'press'; digits: string };

/** A text message or WhatsApp message from a simulated phone. */
export type WrittenMessage = { channel: 'sms' | 'whatsapp'; body: string };

/** The simulator's control API. Its promises never reject. */
export type SimulatorClient = {
  snapshot(): Promise<Answer<Snapshot>>;
  setPhone(number: string, script: PhoneScript): Promise<Answer>;
  act(number: string, act: PhoneAct): Promise<Answer>;
  call(parties: { from: string; to: string }): Promise<Answer>;
  sendMessage(message: WrittenMessage & { from: string; to: string }): Promise<Answer>;
  changeSettings(changes: Partial<Settings>): Promise<Answer>;
  addFault(plan: Partial<FaultPlan>): Promise<Answer>;
  clearFaults(): Promise<Answer>;
  reset(): Promise<Answer>;
  /** Plays one callback from request to end. */
  playStory(): Promise<Answer>;
};

const timeoutMs = 5_000;
const unreachable = 'The simulator does not answer.';

async function send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(`simulator${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text === '' ? undefined : JSON.parse(text);
    return response.ok ? { ok: true, body: answer } : { ok: false, detail: answer?.detail ?? unreachable };
  } catch {
    return { ok: false, detail: unreachable };
  }
}

export const simulatorClient: SimulatorClient = {
  snapshot: () => send('GET', '/snapshot'),
  setPhone: (number, script) => send('PUT', '/phones', { number, script }),
  act: (number, act) => send('POST', '/phones/actions', { number, ...act }),
  call: (parties) => send('POST', '/calls', parties),
  sendMessage: (message) => send('POST', '/messages', message),
  changeSettings: (changes) => send('PUT', '/settings', changes),
  addFault: (plan) => send('POST', '/faults', plan),
  clearFaults: () => send('DELETE', '/faults'),
  reset: () => send('POST', '/reset'),
  playStory: () => send('POST', '/story'),
};
