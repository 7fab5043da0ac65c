import { createNotifyBusiness } from '../../../../backend/effects/messages/notify-business.ts';
import { done } from '../../../../backend/effects/run/handler.ts';
import type { NoticeSender } from '../../../../backend/ports/carrier/notice-sender.ts';
import type { PlantedDefects } from './planted-defects.ts';

/** Mistakes about what the owner is told. */
export const noticeDefects: PlantedDefects = {
  'forgetting a notice that was not accepted at once': {
    defect: {
      wrapHandlers: (handlers) => ({
        ...handlers,
        async 'notify-business'(claimed, stopping) {
          await handlers['notify-business'](claimed, stopping);
          return done;
        },
      }),
    },
    noticed: /the owner was not told/,
  },
  'giving a notice up after its first failure': {
    defect: {
      wrapHandlers: (handlers, ports) => ({
        ...handlers,
        'notify-business': createNotifyBusiness({ ...ports, senders: ports.senders.map(withoutPatience) }),
      }),
    },
    noticed: /the owner was not told/,
    firstSeed: 4,
  },
};

/** Takes every failure for final. */
function withoutPatience(sender: NoticeSender): NoticeSender {
  return {
    ...sender,
    async send(notice) {
      const sent = await sender.send(notice);
      if (sent.result === 'accepted') return sent;
      return { result: 'refused', code: '0', advice: 'none', fixable: false };
    },
  };
}
