import { textCost } from '../domain/budget/estimate.ts';
import { effectKey } from '../domain/effect.ts';
import { messageBody } from '../domain/messages/message-body.ts';
import { smsSize } from '../domain/messages/sms-segments.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { MissedCallNotice, NoticeSender } from '../ports/carrier/notice-sender.ts';
import type { Log } from '../ports/log.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';
import { type SendPorts, sendMessage } from './send-message.ts';

export type NotifyPorts = SendPorts & { calendar: Calendar; log: Log; senders: readonly NoticeSender[] };

/** Sends the business a notice about a callback that failed, at least once. The reference tells repeats apart. */
export function createNotifyBusiness(ports: NotifyPorts) {
  return async (claimed: ClaimedAs<'notify-business'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback?.status !== 'failed' || callback.outcome === undefined || message === undefined) return done;
    const sender = ports.senders.find(({ channel }) => channel === effect.channel);
    if (sender === undefined) return { result: 'hopeless', reason: 'channel-not-configured' };
    const { site, rules } = ports.sites.get(callback.siteId);
    const text = messageBody.missedCall(callback, {
      zone: site.zone,
      ...ports.calendar.local(site.zone, callback.createdAt),
    });
    const notice: MissedCallNotice = {
      messageId: message.messageId,
      requestReference: callback.reference,
      siteId: callback.siteId,
      text,
      subject: messageBody.missedCallSubject(callback),
      visitor: callback.visitor,
      about: callback.subject,
      page: callback.page,
      outcome: callback.outcome,
      createdAt: callback.createdAt,
    };
    const cost = textCost(rules.spending, site.notifyNumber, smsSize(text).segments);
    const isSms = effect.channel === 'sms';
    return sendMessage(ports, claimed, {
      message,
      site,
      sms: isSms ? { to: site.notifyNumber, cost } : undefined,
      send: () => sendNotice(ports, sender, notice),
      logOptedOut: () => logOwnerOptedOut(ports, callback.reference),
      acceptedEvent: (at) => ({ ...effect, kind: 'notice-accepted', at, armedAt: message.createdAt }),
      ...(isSms && { release: [{ part: 'notice', used: cost }] }),
    });
  };
}

async function sendNotice({ log }: NotifyPorts, sender: NoticeSender, notice: MissedCallNotice) {
  const sent = await sender.send(notice);
  if (sent.result === 'refused') {
    log.error('missed-call notice refused', {
      channel: sender.channel,
      reference: notice.requestReference,
      carrier_error: sent.code,
      fix: sent.advice,
    });
  }
  return sent;
}

function logOwnerOptedOut({ log }: NotifyPorts, reference: string): void {
  log.error('business opted out of missed-call texts', {
    reference,
    fix: 'text START to the calling number from the phone in NOTIFY_NUMBER',
  });
}
