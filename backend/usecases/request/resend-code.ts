import { type Charge, chargeForCall } from '../../domain/budget/charge.ts';
import { resendAllowedAt } from '../../domain/callback/code.ts';
import type { Callback, CallbackStatus } from '../../domain/callback/state.ts';
import { type BudgetPorts, type BudgetReached, checkBudget } from '../check-budget.ts';
import { type DecisionPorts, saveCallbackEvent } from '../commit/save-event.ts';
import { hasOptedOut, notOptedOut } from '../opt-outs.ts';
import { checkCodes, codeGuards, type TooManyCodes } from './admission.ts';

export type ResendResult =
  | { ok: true; callback: Callback }
  | { ok: false; reason: 'not-found' | 'opted-out' }
  | { ok: false; reason: 'not-in-this-state'; status: CallbackStatus }
  | { ok: false; reason: 'too-soon'; retryAt: number }
  | TooManyCodes
  | BudgetReached;

/** Sends a new code to the visitor. The previous code stops working. */
export async function resendCode(
  ports: DecisionPorts & BudgetPorts,
  callbackId: string,
): Promise<ResendResult> {
  const record = await ports.store.load(callbackId);
  if (record === undefined) return { ok: false, reason: 'not-found' };
  const { callback } = record;
  const at = ports.clock.now();
  const event = { kind: 'code-requested', at } as const;
  const { site, rules } = ports.sites.get(callback.siteId);
  const { phone } = callback.visitor;
  const { code: charge } = chargeForCall(site, rules, phone);
  if (callback.status === 'pending') {
    const refusal = await refusalOf(ports, callback, charge, at);
    if (refusal !== undefined) return refusal;
  }
  const guards = [notOptedOut(ports.secrets, phone), ...codeGuards(phone, rules.spending, at)];
  const saved = await saveCallbackEvent(ports, callbackId, event, { guards, charge, actor: 'visitor' });
  if (saved.ok) return { ok: true, callback: saved.callback };
  // Concurrent requests used up a limit after the check: the retry returns the refusal.
  if (saved.reason === 'conflict') return resendCode(ports, callbackId);
  // Another tab has just sent a code: the retry returns when the next one is allowed.
  if (saved.reason === 'not-in-this-state' && saved.status === 'pending')
    return resendCode(ports, callbackId);
  return saved;
}

async function refusalOf(
  ports: DecisionPorts & BudgetPorts,
  callback: Callback,
  charge: Charge,
  at: number,
): Promise<ResendResult | undefined> {
  const soonest = resendAllowedAt(callback.code);
  if (soonest > at) return { ok: false, reason: 'too-soon', retryAt: soonest };
  if (await hasOptedOut(ports, callback.visitor.phone)) return { ok: false, reason: 'opted-out' };
  const { rules } = ports.sites.get(callback.siteId);
  return (
    (await checkCodes(ports, callback.visitor.phone, rules.spending, at)) ??
    (await checkBudget(ports, callback.siteId, charge, at))
  );
}
