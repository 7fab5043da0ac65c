import { isAttemptOpen } from '../../domain/attempt/state.ts';
import { chargeForCall } from '../../domain/budget/charge.ts';
import type { Operator } from '../../domain/operator/access.ts';
import { nextOpening } from '../../domain/site/business-hours.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { CallbackList } from '../../ports/operator/callback-list.ts';
import { type BudgetPorts, type BudgetReached, checkBudget } from '../check-budget.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';
import { cancelCallback } from '../request/end-callback.ts';

export type ActionPorts = DecisionPorts & BudgetPorts & { calendar: Calendar };

/** Who acts, as the audit log names it. */
export type Actor = Pick<Operator, 'name'>;

export type OperatorAction = 'retry' | 'cancel' | 'done';

export type ActionResult =
  | SaveResult
  | { ok: false; reason: 'attempt-open' }
  | BudgetReached
  /** `opensAt`: when the business opens next; undefined when no opening is planned. */
  | { ok: false; reason: 'business-closed'; opensAt: number | undefined };

/** Carries out an operator's action on one callback. */
export function act(
  ports: ActionPorts,
  by: Actor,
  action: OperatorAction,
  callbackId: string,
): Promise<ActionResult> {
  switch (action) {
    case 'retry':
      return retryIfOpen(ports, by, callbackId);
    case 'cancel':
      return cancelCallback(ports, callbackId, { cancelledBy: 'operator', actor: by.name });
    case 'done':
      return markDone(ports, by, callbackId, true);
  }
}

/** A retry while the business is closed would end at once, so it is refused. */
async function retryIfOpen(ports: ActionPorts, by: Actor, callbackId: string): Promise<ActionResult> {
  const record = await ports.store.load(callbackId);
  if (record?.callback.status === 'failed') {
    const { site } = ports.sites.get(record.callback.siteId);
    const at = ports.clock.now();
    const opensAt = site.hours === undefined ? at : nextOpening(site.hours, ports.calendar, at);
    if (opensAt !== at) return { ok: false, reason: 'business-closed', opensAt };
  }
  return retryCallback(ports, callbackId, by.name);
}

/** Marks a failed callback as dealt with, or takes the mark back. */
export function markDone(
  ports: ActionPorts,
  by: Actor,
  callbackId: string,
  done: boolean,
): Promise<SaveResult> {
  const at = ports.clock.now();
  const event = done
    ? ({ kind: 'marked-done', at, by: by.name } as const)
    : ({ kind: 'done-undone', at } as const);
  return saveCallbackEvent(ports, callbackId, event, { actor: by.name });
}

/** Adds a note to a callback. Returns false when there is no such callback. */
export async function addNote(
  ports: { callbackList: CallbackList } & Pick<ActionPorts, 'clock'>,
  siteId: string,
  callbackId: string,
  { text, by }: { text: string; by: Actor },
): Promise<boolean> {
  const [known] = await ports.callbackList.find(siteId, [callbackId]);
  if (known === undefined) return false;
  await ports.callbackList.addNote(callbackId, { text, by: by.name, at: ports.clock.now() });
  return true;
}

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
