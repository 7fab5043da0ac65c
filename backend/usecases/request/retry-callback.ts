import { isAttemptOpen } from '../../domain/attempt/state.ts';
import { zeroAmounts } from '../../domain/budget/amounts.ts';
import { visitorCaps } from '../../domain/budget/caps.ts';
import { chargeOf } from '../../domain/budget/charge.ts';
import { worstCase } from '../../domain/budget/estimate.ts';
import { type BudgetPorts, type BudgetReached, checkBudget } from '../check-budget.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';

/** Tries a failed request again with a new attempt, once the last one is known to be over and if it can be paid for. */
export async function retryCallback(
  ports: DecisionPorts & BudgetPorts,
  callbackId: string,
): Promise<SaveResult | { ok: false; reason: 'attempt-open' } | BudgetReached> {
  const record = await ports.store.load(callbackId);
  if (record?.attempt !== undefined && isAttemptOpen(record.attempt))
    return { ok: false, reason: 'attempt-open' };
  const at = ports.clock.now();
  const event = { kind: 'retry-asked', at } as const;
  if (record?.callback.status !== 'failed')
    return saveCallbackEvent(ports, callbackId, event, { actor: 'operator' });
  const { siteId, visitor } = record.callback;
  const { site, rules } = ports.sites.get(siteId);
  const reserves = worstCase(rules.spending, site, visitor.phone, rules.callback.noticeChannels);
  const charge = chargeOf(visitorCaps(rules.spending, site.notifyNumber), zeroAmounts, reserves);
  const reached = await checkBudget(ports, siteId, charge, at);
  if (reached !== undefined) return reached;
  return saveCallbackEvent(ports, callbackId, event, { charge, actor: 'operator' });
}
