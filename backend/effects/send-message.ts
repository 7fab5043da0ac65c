import type { Amounts } from '../domain/budget/amounts.ts';
import { visitorCaps } from '../domain/budget/caps.ts';
import type { Clock } from '../ports/clock.ts';
import type { Sites } from '../ports/sites.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import type { Spending } from '../ports/store/spending.ts';

/**
 * A text that may have left already is paid for again before it is sent again; the first sending was paid for when
 * it was armed. False where there is no more room under the caps.
 */
export async function chargeRepeat(
  ports: { spending: Spending; sites: Sites; clock: Clock },
  claimed: ClaimedEffect,
  siteId: string,
  cost: Amounts,
): Promise<boolean> {
  if (claimed.tries === 1) return true;
  const { site, rules } = ports.sites.get(siteId);
  const caps = visitorCaps(rules.spending, site.notifyNumber);
  return ports.spending.charge(siteId, cost, caps, ports.clock.now());
}
