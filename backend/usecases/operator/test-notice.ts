import { chargeForMessage } from '../../domain/budget/charge.ts';
import type { NoticeChannel } from '../../domain/effect.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../ports/carrier/notice-sender.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AuditLog } from '../../ports/operator/audit-log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Spending } from '../../ports/store/spending.ts';

export type NoticeTestPorts = {
  senders: readonly NoticeSender[];
  sites: Sites;
  spending: Spending;
  secrets: Secrets;
  auditLog: AuditLog;
  clock: Clock;
};

/** Sends a test notice by one channel. Returns `not-set-up` for a channel without settings. */
export async function testNotice(
  ports: NoticeTestPorts,
  { siteId, channel, actor }: { siteId: string; channel: NoticeChannel; actor: string },
): Promise<NoticeResult | { result: 'not-set-up' }> {
  const sender = ports.senders.find((each) => each.channel === channel);
  if (sender === undefined) return { result: 'not-set-up' };
  const sent = (await isPaid(ports, siteId, channel))
    ? await sender.send(sampleNotice(ports, siteId))
    : budgetReached;
  const event = { eventType: 'notice-tested', eventData: { channel, result: sent.result }, actor };
  await ports.auditLog.add(siteId, event, ports.clock.now());
  return sent;
}

const budgetReached: NoticeResult = {
  result: 'refused',
  code: 'budget-reached',
  advice: 'Wait until the hour or the day is over, or raise the cap.',
  fixable: true,
};

/** Only text messages cost money. */
async function isPaid({ sites, spending, clock }: NoticeTestPorts, siteId: string, channel: NoticeChannel) {
  if (channel !== 'sms') return true;
  const { site, rules } = sites.get(siteId);
  return spending.charge(siteId, chargeForMessage(site, rules.spending, site.notifyNumber), clock.now());
}

function sampleNotice({ sites, secrets, clock }: NoticeTestPorts, siteId: string): MissedCallNotice {
  const { site } = sites.get(siteId);
  const text = messageBodies(businessLanguage(site)).testNotice(site.businessName);
  return {
    messageId: secrets.capability(),
    requestReference: 'TEST',
    siteId,
    text,
    subject: text,
    link: undefined,
    visitor: { name: site.businessName, phone: site.callerNumber, email: undefined },
    about: undefined,
    page: undefined,
    outcome: 'test',
    createdAt: clock.now(),
  };
}
