import { isSamePhone } from '../../domain/phone-number.ts';
import type { MessageWebhook } from '../../ports/carrier/message-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { DecisionPorts } from '../commit/save-event.ts';
import { setOptOut } from '../opt-outs.ts';
import { cancelCallback } from '../request/end-callback.ts';
import { isLost, saveDelivery } from './save-delivery.ts';

export type MessagePorts = DecisionPorts & { clock: Clock; log: Log };

/** Handles the delivery report of an SMS, or an incoming SMS. */
export async function handleMessageWebhook(ports: MessagePorts, webhook: MessageWebhook): Promise<void> {
  if (webhook.kind === 'inbound') return handleInbound(ports, webhook);
  const message = await ports.store.loadMessage(webhook.messageId);
  if (message === undefined) return;
  if (isLost(webhook.status) && !isLost(message.status)) {
    ports.log.warn('SMS not delivered', {
      purpose: message.purpose,
      request: message.callbackId.slice(0, 6),
      carrier_error: webhook.errorCode,
    });
  }
  await saveDelivery(ports, message, webhook, ports.clock.now());
}

/**
 * Stores STOP and START. STOP cancels the live callback of the number, except during a conversation. An opt-out of the
 * owner is logged as an error, because notices by SMS stop.
 */
async function handleInbound(
  ports: MessagePorts,
  { from, to, optOut }: Extract<MessageWebhook, { kind: 'inbound' }>,
): Promise<void> {
  if (optOut === undefined) return;
  await setOptOut(ports, from, optOut === 'stop', ports.clock.now());
  const site = ports.sites.calledBy(to);
  if (optOut !== 'stop' || site === undefined) return;
  const live = await ports.store.findLive(site.id, from);
  if (live !== undefined && live.status !== 'connected')
    await cancelCallback(ports, live.callbackId, { cancelledBy: 'visitor' });
  if (isSamePhone(from, site.notifyNumber)) {
    ports.log.error('business opted out of missed-call texts: notices take the next channel', {
      fix: 'text START to the calling number from the phone in NOTIFY_NUMBER; if that phone sent no STOP, its number was forged',
    });
  }
}
