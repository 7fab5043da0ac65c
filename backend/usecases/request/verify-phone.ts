import { codePolicy, codeStanding } from '../../domain/callback/code.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { BudgetPorts } from '../check-budget.ts';
import { type DecisionPorts, saveCallbackEvent } from '../commit/save-event.ts';
import { saveProof } from './save-proof.ts';

export type VerifyPorts = DecisionPorts & BudgetPorts;

export type VerifyResult =
  /** `callback` is the request to follow: another one when the same phone already has a live request. */
  | { ok: true; callback: Callback }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'wrong-code'; guessesLeft: number }
  | { ok: false; reason: 'code-expired' | 'code-spent' | 'request-ended' };

/** Takes a code. Only a right one lets anything be dialled; given twice it answers with how things stand. */
export async function verifyPhone(
  ports: VerifyPorts,
  callbackId: string,
  digits: string,
): Promise<VerifyResult> {
  const record = await ports.store.load(callbackId);
  if (record === undefined) return { ok: false, reason: 'not-found' };
  const { callback } = record;
  const right = ports.secrets.same(digits, ports.secrets.codeFor(callbackId, callback.code.sendNumber));
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
  // Rivals may have used up the guesses between the look at the code and the commit.
  return { ok: false, reason: saved.status === 'pending' ? 'code-spent' : 'request-ended' };
}

/** The phone is proven already, or the request has ended: nothing is counted and nothing happens. */
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
  // Of guesses that were made at the same moment, those after the last are too late.
  if (codeStanding(saved.before.callback.code, at) === 'spent') return { ok: false, reason: 'code-spent' };
  return { ok: false, reason: 'wrong-code', guessesLeft: codePolicy.guesses - saved.callback.code.guesses };
}

/** The same phone was proven elsewhere and is being served: this page joins that request, unless it has just ended. */
async function joinLiveCallback(
  ports: VerifyPorts,
  { callbackId, siteId, visitor }: Callback,
  digits: string,
): Promise<VerifyResult> {
  const live = await ports.store.findLive(siteId, visitor.phone);
  if (live === undefined) return verifyPhone(ports, callbackId, digits);
  const event = { kind: 'live-request-found', at: ports.clock.now() } as const;
  await saveCallbackEvent(ports, callbackId, event, { actor: 'visitor' });
  return { ok: true, callback: live };
}
