import { zeroAmounts } from '../../domain/budget/amounts.ts';
import { visitorCaps } from '../../domain/budget/caps.ts';
import { type Charge, chargeOf } from '../../domain/budget/charge.ts';
import { worstCase } from '../../domain/budget/estimate.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { type BudgetPorts, checkBudget } from '../check-budget.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';

type ProofPorts = DecisionPorts & BudgetPorts;

/**
 * Sets aside what the call and the text after it may cost, in the commit that says the phone is proven: nothing is
 * dialled for a request that cannot be paid for. Where it does not all fit under the caps, the request ends in the
 * same moment, and the business is told by text if that alone fits, else by its other channels.
 */
export async function saveProof(ports: ProofPorts, callback: Callback, at: number): Promise<SaveResult> {
  const { site, rules } = ports.sites.get(callback.siteId);
  const caps = visitorCaps(rules.spending, site.notifyNumber);
  const reserves = worstCase(rules.spending, site, callback.visitor.phone, rules.callback.noticeChannels);
  const whole = chargeOf(caps, zeroAmounts, reserves);
  const event = { kind: 'phone-proven', at } as const;
  const saved = await saveCallbackEvent(ports, callback.callbackId, event, {
    actor: 'visitor',
    charge: whole,
  });
  if (!isBeyondBudget(saved)) return saved;
  const notice = reserves.filter(({ part }) => part === 'notice');
  const byText = await saveOverBudget(ports, callback, at, chargeOf(caps, zeroAmounts, notice));
  const ended = isBeyondBudget(byText) ? await saveOverBudget(ports, callback, at, undefined) : byText;
  // Only now, or the text that warns the owner could take the room of the one with the visitor's number.
  await checkBudget(ports, callback.siteId, whole, at);
  return ended;
}

function saveOverBudget(
  ports: ProofPorts,
  { callbackId }: Callback,
  at: number,
  charge: Charge | undefined,
): Promise<SaveResult> {
  const event = { kind: 'proven-beyond-budget', at, textPaid: charge !== undefined } as const;
  return saveCallbackEvent(ports, callbackId, event, { actor: 'visitor', ...(charge && { charge }) });
}

function isBeyondBudget(saved: SaveResult): boolean {
  return !saved.ok && saved.reason === 'conflict' && saved.conflict === 'budget-reached';
}
