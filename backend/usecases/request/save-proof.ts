import { type Charge, chargeForCall } from '../../domain/budget/charge.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { type BudgetPorts, checkBudget } from '../check-budget.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';

type ProofPorts = DecisionPorts & BudgetPorts;

/**
 * Reserves the cost of the call and of the notice in the commit that proves the phone. Without the reserve nothing is
 * dialled. If the reserve exceeds a cap, the callback ends at once. The business is told by SMS if that alone fits
 * under the caps, else by its other channels.
 */
export async function saveProof(ports: ProofPorts, callback: Callback, at: number): Promise<SaveResult> {
  const { site, rules } = ports.sites.get(callback.siteId);
  const charges = chargeForCall(site, rules, callback.visitor.phone);
  const event = { kind: 'phone-proven', at } as const;
  const saved = await saveCallbackEvent(ports, callback.callbackId, event, {
    actor: 'visitor',
    charge: charges.call,
    codeEntered: true,
  });
  if (!isBeyondBudget(saved)) return saved;
  const withNotice = await saveOverBudget(ports, callback, at, charges.notice);
  const ended = isBeyondBudget(withNotice)
    ? await saveOverBudget(ports, callback, at, undefined)
    : withNotice;
  // Warns the owner last: the warning must not take the room of the notice with the visitor's number.
  await checkBudget(ports, callback.siteId, charges.call, at);
  return ended;
}

function saveOverBudget(
  ports: ProofPorts,
  { callbackId }: Callback,
  at: number,
  charge: Charge | undefined,
): Promise<SaveResult> {
  const event = { kind: 'proven-beyond-budget', at, textPaid: charge !== undefined } as const;
  return saveCallbackEvent(ports, callbackId, event, {
    actor: 'visitor',
    codeEntered: true,
    ...(charge && { charge }),
  });
}

function isBeyondBudget(saved: SaveResult): boolean {
  return !saved.ok && saved.reason === 'conflict' && saved.conflict === 'budget-reached';
}
