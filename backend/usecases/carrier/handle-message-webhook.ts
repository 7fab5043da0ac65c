import type { CallbackEvent, NoticeReport } from '../../domain/callback/event.ts';
import { isSamePhone } from '../../domain/phone-spelling.ts';
import type { MessageStatus, MessageWebhook } from '../../ports/carrier/message-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Message } from '../../ports/store/change.ts';
import { type DecisionPorts, saveCallbackEvent } from '../commit/save-event.ts';
import { setOptOut } from '../opt-outs.ts';
import { cancelCallback } from '../request/end-callback.ts';

export type MessagePorts = DecisionPorts & { clock: Clock; log: Log };

/** Handles the delivery report of an SMS, or an incoming SMS. */
export async function handleMessageWebhook(ports: MessagePorts, webhook: MessageWebhook): Promise<void> {
  if (webhook.kind === 'inbound') return handleInbound(ports, webhook);
  const message = await ports.store.loadMessage(webhook.messageId);
  if (message === undefined || !isStepForward(message.status, webhook.status)) return;
  const after: Message = { ...message, status: webhook.status, errorCode: webhook.errorCode };
  const lost = webhook.status === 'undelivered' || webhook.status === 'failed';
  if (lost) {
    ports.log.warn('SMS not delivered', {
      purpose: message.purpose,
      request: message.callbackId.slice(0, 6),
      carrier_error: webhook.errorCode,
    });
  }
  const event = lost
    ? undeliveredEvent(message, ports.clock.now())
    : acceptedEvent(message, ports.clock.now());
  await saveCallbackEvent(ports, message.callbackId, event, { messages: [{ before: message, after }] });
}

/** Reports arrive in any order and repeatedly; only a higher rank counts. */
const ranks: Record<Message['status'], number> = {
  due: 0,
  queued: 1,
  sent: 2,
  delivered: 3,
  undelivered: 3,
  failed: 3,
};

function isStepForward(known: Message['status'], reported: MessageStatus): boolean {
  return ranks[reported] > ranks[known];
}

function acceptedEvent(message: Message, at: number): CallbackEvent {
  return message.purpose === 'code'
    ? { kind: 'code-text-accepted', at, sendNumber: numberOf(message) }
    : { kind: 'notice-accepted', ...noticeReport(message, at) };
}

function undeliveredEvent(message: Message, at: number): CallbackEvent {
  return message.purpose === 'code'
    ? { kind: 'code-text-undelivered', at, sendNumber: numberOf(message) }
    : { kind: 'notice-undelivered', ...noticeReport(message, at) };
}

function noticeReport(message: Message, at: number): NoticeReport {
  return { at, channel: message.channel, attempt: numberOf(message), armedAt: message.createdAt };
}

/** Returns the send number of a code, or the attempt number of a notice. */
function numberOf(message: Message): number {
  return Number(message.effectKey.split('/')[1]);
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
    await cancelCallback(ports, live.callbackId, 'visitor');
  if (isSamePhone(from, site.notifyNumber)) {
    ports.log.error('business opted out of missed-call texts', {
      fix: 'text START to the calling number from the phone in NOTIFY_NUMBER',
    });
  }
}
