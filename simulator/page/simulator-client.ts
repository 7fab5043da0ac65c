import type { Snapshot } from '../control/snapshot.ts';
import type { FaultPlan } from '../faults.ts';
import type { PhoneScript } from '../phone/scripts.ts';
import type { Settings } from '../settings.ts';

export type Answer<T = unknown> = { ok: true; body: T } | { ok: false; detail: string };

export type PhoneAct = { action: 'answer' | 'decline' | 'hangup' } | { action: 'press'; digits: string };

/** What somebody writes, and by which way it goes. */
export type Written = { channel: 'sms' | 'whatsapp'; body: string };

/** The simulator's control API as the page uses it. Nothing here rejects. */
export type SimulatorClient = {
  desk(): Promise<Answer<Snapshot>>;
  setPhone(number: string, script: PhoneScript): Promise<Answer>;
  act(number: string, act: PhoneAct): Promise<Answer>;
  call(parties: { from: string; to: string }): Promise<Answer>;
  text(text: Written & { from: string; to: string }): Promise<Answer>;
  changeSettings(changes: Partial<Settings>): Promise<Answer>;
  addFault(plan: Partial<FaultPlan>): Promise<Answer>;
  clearFaults(): Promise<Answer>;
  reset(): Promise<Answer>;
};

const longestWaitMs = 5_000;
const unreachable = 'The simulator does not answer.';

async function send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(`simulator${path}`, {
      method,
      signal: AbortSignal.timeout(longestWaitMs),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text === '' ? null : JSON.parse(text);
    return response.ok ? { ok: true, body: answer } : { ok: false, detail: answer?.detail ?? unreachable };
  } catch {
    return { ok: false, detail: unreachable };
  }
}

export const simulatorClient: SimulatorClient = {
  desk: () => send('GET', '/snapshot'),
  setPhone: (number, script) => send('PUT', '/phones', { number, script }),
  act: (number, act) => send('POST', '/phones/actions', { number, ...act }),
  call: (parties) => send('POST', '/calls', parties),
  text: (text) => send('POST', '/messages', text),
  changeSettings: (changes) => send('PUT', '/settings', changes),
  addFault: (plan) => send('POST', '/faults', plan),
  clearFaults: () => send('DELETE', '/faults'),
  reset: () => send('POST', '/reset'),
};
