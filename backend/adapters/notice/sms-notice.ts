import type { MessageCarrier } from '../../ports/message-carrier.ts';
import type { NoticeSender } from '../../ports/notice-sender.ts';
import type { Sites } from '../../ports/sites.ts';

/** Tells the business by text, from the number that it knows as the caller. */
export function createSmsNotice(ports: { messages: MessageCarrier; sites: Sites }): NoticeSender {
  return {
    channel: 'sms',
    async send(notice) {
      const { site } = ports.sites.get(notice.siteId);
      const sent = await ports.messages.send({
        messageId: notice.messageId,
        to: site.notifyNumber,
        from: site.callerNumber,
        body: notice.text,
      });
      if (sent.result !== 'refused') return sent;
      return { result: 'refused', code: sent.refusal.code, advice: sent.refusal.advice };
    },
  };
}
