import { warningAccount, warningCaps } from '../../domain/budget/caps.ts';
import { textCost } from '../../domain/budget/charge.ts';
import { growingDelayMs, noticeSchedule } from '../../domain/callback/notice-schedule.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { smsSize } from '../../domain/messages/sms-segments.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import type { Site } from '../../domain/site/site.ts';
import { isCarrierFault } from '../../ports/carrier/carrier-errors.ts';
import type { MessageCarrier } from '../../ports/carrier/message-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Spending } from '../../ports/store/spending.ts';
import { type ClaimedAs, done, type Performed } from '../run/handler.ts';

type WarnPorts = {
  clock: Clock;
  log: Log;
  messages: MessageCarrier;
  secrets: Secrets;
  sites: Sites;
  spending: Spending;
};

/** Sends the owner the SMS that much or all of a cap is used. Warnings have a share of their own. */
export function createWarnOwner(ports: WarnPorts) {
  return async (claimed: ClaimedAs<'warn-owner'>): Promise<Performed> => {
    const { siteId, since } = claimed.effect;
    const { site, rules } = ports.sites.get(siteId);
    const body = messageBodies(businessLanguage(site)).capWarning(site.businessName, claimed.effect);
    const at = ports.clock.now();
    const ageMs = Math.max(0, at - since);
    if (ageMs >= noticeSchedule.givenUpAfterMs) return { result: 'hopeless', reason: 'warning-not-sent' };
    const until = at + growingDelayMs(ageMs, ports.secrets.jitter());
    // The first try charges the SMS. A second one follows when the first can have sent it, or certainly did not.
    if (claimed.tries > 1) {
      const earlier = await findWarning(ports, site, body, since);
      if (earlier === 'unclear') return { result: 'wait', until, tries: 1 };
      if (earlier !== 'absent') return done;
    } else {
      const cost = textCost(rules.spending, site.notifyNumber, smsSize(body).segments);
      const caps = warningCaps(rules.spending, site.notifyNumber);
      const charge = { amounts: cost, textsToVisitors: 0, caps };
      const isCharged = await ports.spending.charge(warningAccount(siteId), charge, at);
      if (!isCharged) return { result: 'wait', until };
    }
    const sent = await ports.messages.send({
      messageId: ports.secrets.capability(),
      to: site.notifyNumber,
      from: site.callerNumber,
      body,
    });
    if (sent.result === 'accepted') return done;
    const refused = sent.result === 'refused' ? sent.refusal : undefined;
    ports.log.warn('spending cap warning not sent: tried again for a day', {
      site: siteId,
      reason: refused?.code ?? (sent.result === 'refused' ? '' : sent.reason),
      fix: refused?.advice ?? 'check that this machine can reach the carrier',
    });
    return { result: 'wait', until, tries: 1 };
  };
}

const clockToleranceMs = 60_000;

/** `not-listed`: the carrier lists no messages, so a repeat could send the SMS again and again. */
async function findWarning(
  { messages }: WarnPorts,
  site: Site,
  body: string,
  since: number,
): Promise<'found' | 'absent' | 'unclear' | 'not-listed'> {
  try {
    const listed = await messages.find(site.notifyNumber, site.callerNumber);
    if (listed === undefined) return 'not-listed';
    const isSent = listed.some(
      (sent) => sent.body === body && (sent.createdAt ?? since) >= since - clockToleranceMs,
    );
    return isSent ? 'found' : 'absent';
  } catch (cause) {
    if (!isCarrierFault(cause)) throw cause;
    return 'unclear';
  }
}
