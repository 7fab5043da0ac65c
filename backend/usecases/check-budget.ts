import {
  type Cap,
  freeAgainAt,
  type Passed,
  passedThresholds,
  reachedCap,
  startOfDay,
  startOfPeriod,
} from '../domain/budget/caps.ts';
import { type Charge, zeroAmounts } from '../domain/budget/charge.ts';
import type { Caps } from '../domain/budget/spending-rules.ts';
import type { CapWarning } from '../domain/effect.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Spending } from '../ports/store/spending.ts';

export type BudgetPorts = WarnPorts & { clock: Clock };

export type BudgetReached = { ok: false; reason: 'budget-reached'; retryAt: number };

/**
 * Returns the refusal if a charge exceeds a cap, and warns the owner once for each cap, threshold and period. The
 * thresholds are parts of `whole`, also when the charge may use a share only.
 */
export async function checkBudget(
  ports: BudgetPorts,
  siteId: string,
  charge: Charge,
  at: number,
  whole = charge.caps,
): Promise<BudgetReached | undefined> {
  const cap = await findReachedCap(ports, siteId, charge, at, whole);
  if (cap === undefined) return undefined;
  await warnReached(ports, siteId, cap, at);
  return refuseBeyond(cap, at);
}

/** Returns the cap that a charge exceeds. Warns of thresholds only: a suspect network reaches its share early. */
export async function findReachedCap(
  ports: BudgetPorts,
  siteId: string,
  charge: Charge,
  at: number,
  whole: Caps,
): Promise<Cap | undefined> {
  const usage = await ports.spending.usage(siteId, at);
  const cap = reachedCap(usage, charge, charge.caps);
  const more = cap === undefined ? { ...charge.amounts, texts: charge.textsToVisitors } : zeroAmounts;
  for (const threshold of passedThresholds(usage, more, whole)) await warnEarly(ports, siteId, threshold, at);
  return cap;
}

export function refuseBeyond(cap: Cap, at: number): BudgetReached {
  return { ok: false, reason: 'budget-reached', retryAt: freeAgainAt(cap, at) };
}

type WarnPorts = { spending: Spending; log: Log };

const fix = 'check whether these are real visitors, then raise the cap or block the client';

/** Logs a reached cap once for each hour or day. */
async function warnReached(
  ports: WarnPorts,
  siteId: string,
  cap: CapWarning['cap'],
  at: number,
): Promise<void> {
  if (!(await ports.spending.claimWarning(siteId, cap, startOfPeriod(cap, at)))) return;
  ports.log.error('spending cap reached: requests refused until the next hour or day', {
    site: siteId,
    cap,
    fix,
  });
  await armText(ports, siteId, { cap, percent: 100 }, at);
}

/** Logs a passed threshold once for each hour or day. The lower one sends no SMS: it is no emergency. */
async function warnEarly(
  ports: WarnPorts,
  siteId: string,
  { cap, percent }: Passed,
  at: number,
): Promise<void> {
  if (!(await ports.spending.claimWarning(siteId, `${cap}/${percent}`, startOfPeriod(cap, at)))) return;
  ports.log.warn('spending cap partly used', { site: siteId, cap, percent, fix });
  if (percent === 80) await armText(ports, siteId, { cap, percent }, at);
}

/** Arms the SMS to the owner once a day, also for the cap of an hour: an attack must not text the owner each hour. */
async function armText(
  { spending }: WarnPorts,
  siteId: string,
  warning: CapWarning,
  at: number,
): Promise<void> {
  const effect = { kind: 'warn-owner', siteId, ...warning, since: at } as const;
  const name = `text/${warning.cap}/${warning.percent}`;
  await spending.claimWarning(siteId, name, startOfDay(at), { effect, dueAt: at });
}
