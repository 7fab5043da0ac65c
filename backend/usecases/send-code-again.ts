import { codePolicy, resendAllowedAt } from '../domain/callback/code-policy.ts';
import type { Callback, CallbackStatus } from '../domain/callback/state.ts';
import { allowedAt, longestWindow } from '../domain/sliding-window.ts';
import type { Clock } from '../ports/clock.ts';
import { codeGuards } from './request-callback.ts';
import { type DecisionPorts, saveCallbackEvent } from './save-decision.ts';

export type SentAgain =
  | { ok: true; callback: Callback }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'not-in-this-state'; status: CallbackStatus }
  | { ok: false; reason: 'too-soon' | 'too-many-codes'; retryAt: number };

/** Sends a fresh code; the one before stops working. */
export async function sendCodeAgain(
  ports: DecisionPorts & { clock: Clock },
  requestId: string,
): Promise<SentAgain> {
  const record = await ports.store.load(requestId);
  if (record === undefined) return { ok: false, reason: 'not-found' };
  const { callback } = record;
  const at = ports.clock.now();
  const event = { kind: 'code-requested', at } as const;
  if (callback.status === 'pending') {
    const early = await whenRefused(ports, callback, at);
    if (early !== undefined) return early;
  }
  const guards = codeGuards(callback.visitor.phone, codePolicy.sendLimits, at);
  const saved = await saveCallbackEvent(ports, requestId, event, { guards, actor: 'visitor' });
  if (saved.ok) return { ok: true, callback: saved.callback };
  if (saved.reason === 'conflict')
    return { ok: false, reason: 'too-many-codes', retryAt: at + codePolicy.validity };
  // Another tab was faster, and its code is on the way.
  if (saved.reason === 'not-in-this-state' && saved.status === 'pending')
    return sendCodeAgain(ports, requestId);
  return saved;
}

async function whenRefused(
  ports: DecisionPorts,
  callback: Callback,
  at: number,
): Promise<SentAgain | undefined> {
  const soonest = resendAllowedAt(callback.code);
  if (soonest > at) return { ok: false, reason: 'too-soon', retryAt: soonest };
  const limits = codePolicy.sendLimits;
  const sent = await ports.store.codesSent(callback.visitor.phone, at - longestWindow(limits));
  const retryAt = allowedAt(limits, sent, at);
  return retryAt > at ? { ok: false, reason: 'too-many-codes', retryAt } : undefined;
}
