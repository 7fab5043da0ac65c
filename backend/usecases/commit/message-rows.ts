import type { Callback } from '../../domain/callback/state.ts';
import { type Effect, effectKey } from '../../domain/effect.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Message } from '../../ports/store/change.ts';

export type MessageRowPorts = { sites: Sites; secrets: Secrets };

/** Returns the row of the message that an effect sends. It is committed first, so every delivery report finds it. */
export function messageRowsFor(
  ports: MessageRowPorts,
  callback: Callback,
  effect: Effect,
  at: number,
): { before: undefined; after: Message }[] {
  if (effect.kind !== 'send-code' && effect.kind !== 'notify-business') return [];
  const toVisitor = effect.kind === 'send-code';
  const { site } = ports.sites.get(callback.siteId);
  const channel = toVisitor ? 'sms' : effect.channel;
  const addressees = { sms: site.notifyNumber, email: site.notifyEmail, webhook: site.notifyWebhook };
  return [
    {
      before: undefined,
      after: {
        messageId: ports.secrets.capability(),
        callbackId: callback.callbackId,
        siteId: callback.siteId,
        purpose: toVisitor ? 'code' : 'missed-call',
        channel,
        effectKey: effectKey(effect),
        to: toVisitor ? callback.visitor.phone : (addressees[channel] ?? ''),
        status: 'due',
        sid: undefined,
        errorCode: undefined,
        // Not before the callback's end: notices are told apart by this time, even after the clock was set back.
        createdAt: Math.max(at, callback.endedAt ?? 0),
      },
    },
  ];
}
