import { type Cap, freeAgainAt, reachedCap, startOfDay, startOfHour } from '../domain/budget/caps.ts';
import type { Charge } from '../domain/budget/charge.ts';
import { textCost } from '../domain/budget/estimate.ts';
import { messageBody } from '../domain/messages/message-body.ts';
import { smsSize } from '../domain/messages/sms-segments.ts';
import type { MessageCarrier } from '../ports/carrier/message-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Sites } from '../ports/sites.ts';
import type { Spending } from '../ports/store/spending.ts';

export type BudgetPorts = WarnPorts & { clock: Clock; spending: Spending };

export type BudgetReached = { ok: false; reason: 'budget-reached'; retryAt: number };

/** Returns the refusal if a charge exceeds a cap, and warns the owner once for each cap and period. */
export async function checkBudget(
  ports: BudgetPorts,
  siteId: string,
  { amounts, caps }: Charge,
  at: number,
): Promise<BudgetReached | undefined> {
  const usage = await ports.spending.usage(siteId, at);
  const cap = reachedCap(usage, amounts, caps);
  if (cap === undefined) return undefined;
  await warnOwner(ports, siteId, cap, at);
  return { ok: false, reason: 'budget-reached', retryAt: freeAgainAt(cap, at) };
}

type WarnPorts = {
  spending: Spending;
  sites: Sites;
  secrets: Secrets;
  messages: MessageCarrier;
  log: Log;
};

/**
 * Logs a reached cap once for each hour or day, and sends the owner one SMS a day. The caps for visitors leave room
 * for this SMS. It is sent once, without a retry.
 */
async function warnOwner(ports: WarnPorts, siteId: string, cap: Cap, at: number): Promise<void> {
  const startsAt = cap === 'textsPerHour' ? startOfHour(at) : startOfDay(at);
  if (!(await ports.spending.claimWarning(siteId, cap, startsAt))) return;
  ports.log.error('spending cap reached: requests refused until the next hour or day', {
    site: siteId,
    cap,
    fix: 'check whether these are real visitors, then raise the cap or block the client',
  });
  if (await ports.spending.claimWarning(siteId, 'text', startOfDay(at)))
    void textCapWarning(ports, siteId, at);
}

async function textCapWarning(ports: WarnPorts, siteId: string, at: number): Promise<void> {
  const { site, rules } = ports.sites.get(siteId);
  const { spending } = rules;
  try {
    const body = messageBody.budgetReached(site.businessName);
    const cost = textCost(spending, site.notifyNumber, smsSize(body).segments);
    if (!(await ports.spending.charge(siteId, cost, spending.caps, at))) return;
    const sent = await ports.messages.send({
      messageId: ports.secrets.capability(),
      to: site.notifyNumber,
      from: site.callerNumber,
      body,
    });
    if (sent.result !== 'accepted') ports.log.warn('spending cap warning not sent', { site: siteId });
  } catch (cause) {
    ports.log.warn('spending cap warning not sent', { site: siteId }, cause);
  }
}
