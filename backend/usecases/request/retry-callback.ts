import { isAttemptOpen } from '../../domain/attempt/state.ts';
import { chargeForCall } from '../../domain/budget/charge.ts';
import { type BudgetPorts, type BudgetReached, checkBudget } from '../check-budget.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';

/** Retries a failed callback with a new attempt. The last attempt must be over, and the call must fit under the caps. */
export async function retryCallback(
  ports: DecisionPorts & BudgetPorts,
  callbackId: string,
  actor = 'operator',
): Promise<SaveResult | { ok: false; reason: 'attempt-open' } | BudgetReached> {
  const record = await ports.store.load(callbackId);
  if (record?.attempt !== undefined && isAttemptOpen(record.attempt))
    return { ok: false, reason: 'attempt-open' };
  const at = ports.clock.now();
  const event = { kind: 'retry-asked', at } as const;
  if (record?.callback.status !== 'failed') return saveCallbackEvent(ports, callbackId, event, { actor });
  const { siteId, visitor } = record.callback;
  const { site, rules } = ports.sites.get(siteId);
  const { call: charge } = chargeForCall(site, rules, visitor.phone);
  const reached = await checkBudget(ports, siteId, charge, at);
  if (reached !== undefined) return reached;
  return saveCallbackEvent(ports, callbackId, event, { charge, actor });
}
