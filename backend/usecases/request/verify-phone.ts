import { codePolicy, codeStanding } from '../../domain/callback/code.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { BudgetPorts } from '../check-budget.ts';
import { type DecisionPorts, saveCallbackEvent } from '../commit/save-event.ts';
import { saveProof } from './save-proof.ts';

export type VerifyPorts = DecisionPorts & BudgetPorts;

export type VerifyResult =
  /** `callback` is the one to follow: the live callback of the phone, if it has another one. */
  | { ok: true; callback: Callback }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'wrong-code'; guessesLeft: number }
  | { ok: false; reason: 'code-expired' | 'code-spent' | 'request-ended' };

/** Checks the code that the visitor entered. A right code allows the call; entered twice, it returns the current state. */
export async function verifyPhone(
  ports: VerifyPorts,
  callbackId: string,
  digits: string,
): Promise<VerifyResult> {
  const record = await ports.store.load(callbackId);
  if (record === undefined) return { ok: false, reason: 'not-found' };
  const { callback } = record;
  const { sendNumber, withheld } = callback.code;
  // Guesses at codes that are not sent would have no limit over all networks.
  const right = ports.secrets.same(digits, ports.secrets.codeFor(callbackId, sendNumber)) && !withheld;
  if (callback.status !== 'pending') return answerLate(ports, callback, right);
  const at = ports.clock.now();
  const standing = codeStanding(callback.code, at);
  if (standing === 'spent') return { ok: false, reason: 'code-spent' };
  if (standing === 'expired') return { ok: false, reason: 'code-expired' };
  if (!right) return saveWrongCode(ports, callback, digits, at);
  const saved = await saveProof(ports, callback, at);
  if (saved.ok) return { ok: true, callback: saved.callback };
  if (saved.reason === 'conflict') return joinLiveCallback(ports, callback, digits);
  if (saved.reason === 'not-found') return saved;
  // Concurrent guesses may have used up the code since it was loaded.
  return { ok: false, reason: saved.status === 'pending' ? 'code-spent' : 'request-ended' };
}

/** Answers a code after the proof or the end of the callback; counts no guess and changes nothing. */
async function answerLate(ports: DecisionPorts, callback: Callback, right: boolean): Promise<VerifyResult> {
  if (!right) return { ok: false, reason: 'request-ended' };
  if (callback.outcome !== 'joined-live-request') return { ok: true, callback };
  const live = await ports.store.findLive(callback.siteId, callback.visitor.phone);
  return { ok: true, callback: live ?? callback };
}

async function saveWrongCode(
  ports: VerifyPorts,
  callback: Callback,
  digits: string,
  at: number,
): Promise<VerifyResult> {
  const event = { kind: 'wrong-code-entered', at } as const;
  const saved = await saveCallbackEvent(ports, callback.callbackId, event, { actor: 'visitor' });
  if (!saved.ok) return { ok: false, reason: 'not-found' };
  if (saved.callback.status !== 'pending') return verifyPhone(ports, callback.callbackId, digits);
  // Concurrent guesses beyond the maximum are refused, not counted.
  if (codeStanding(saved.before.callback.code, at) === 'spent') return { ok: false, reason: 'code-spent' };
  return { ok: false, reason: 'wrong-code', guessesLeft: codePolicy.guesses - saved.callback.code.guesses };
}

/** The phone has another live callback, so this one joins it. If that has just ended, the code is checked again. */
async function joinLiveCallback(
  ports: VerifyPorts,
  { callbackId, siteId, visitor }: Callback,
  digits: string,
): Promise<VerifyResult> {
  const live = await ports.store.findLive(siteId, visitor.phone);
  if (live === undefined) return verifyPhone(ports, callbackId, digits);
  const event = { kind: 'live-request-found', at: ports.clock.now() } as const;
  await saveCallbackEvent(ports, callbackId, event, { actor: 'visitor', codeEntered: true });
  return { ok: true, callback: live };
}
