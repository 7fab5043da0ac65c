import { freeAgainAt, reachedCap } from '../../domain/budget/caps.ts';
import type { Charge } from '../../domain/budget/charge.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Spending } from '../../ports/store/spending.ts';
import { type WarnPorts, warnOfBudget } from '../warn-of-budget.ts';

export type BudgetPorts = WarnPorts & { clock: Clock; spending: Spending };

export type BudgetReached = { ok: false; reason: 'budget-reached'; retryAt: number };

/** Whether all of it fits under the caps. Where it does not, the owner is told, once. */
export async function checkBudget(
  ports: BudgetPorts,
  siteId: string,
  { amounts, caps }: Charge,
  at: number,
): Promise<BudgetReached | undefined> {
  const usage = await ports.spending.usage(siteId, at);
  const cap = reachedCap(usage, amounts, caps);
  if (cap === undefined) return undefined;
  await warnOfBudget(ports, siteId, cap, at);
  return { ok: false, reason: 'budget-reached', retryAt: freeAgainAt(cap, at) };
}
