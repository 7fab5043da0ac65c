import type { CallbackEvent, NoticeReport } from '../../domain/callback/event.ts';
import type { NoticeChannel } from '../../domain/effect.ts';
import { isOurFault } from '../../ports/carrier/carrier-errors.ts';
import type { MessageReport, MessageStatus } from '../../ports/carrier/message-carrier.ts';
import type { Message } from '../../ports/store/change.ts';
import type { ChangeExtras } from '../commit/build-change.ts';
import { type DecisionPorts, saveCallbackEvent } from '../commit/save-event.ts';

type Report = Omit<MessageReport, 'sid'> & { sid: string | undefined };

/** Saves what the carrier reports, or answers, about a message. A report that is not news changes nothing. */
export async function saveDelivery(
  ports: DecisionPorts,
  message: Message,
  report: Report,
  at: number,
  extras: Pick<ChangeExtras, 'claimed'> = {},
): Promise<void> {
  if (ranks[report.status] <= ranks[message.status]) return;
  // Further reports would tell a code from a withheld one, by the version of the callback.
  const isFurther = message.purpose === 'code' && message.status !== 'due' && !isLost(report.status);
  if (isFurther && extras.claimed === undefined) return;
  const { status, errorCode } = report;
  const after: Message = { ...message, sid: message.sid ?? report.sid, status, errorCode };
  await saveCallbackEvent(ports, message.callbackId, deliveryEvent(message, report, at), {
    ...extras,
    messages: [{ before: message, after }],
  });
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

export function isLost(status: Message['status']): boolean {
  return status === 'undelivered' || status === 'failed';
}

function deliveryEvent(message: Message, { status, error }: Report, at: number): CallbackEvent {
  if (message.purpose === 'code') {
    const sendNumber = numberOf(message);
    if (!isLost(status)) return { kind: 'code-text-accepted', at, sendNumber };
    return { kind: 'code-text-undelivered', at, sendNumber, cause: isOurFault(error) ? 'service' : 'number' };
  }
  // The state of a reminder is in its message only.
  if (message.purpose !== 'missed-call') return { kind: 'text-reported', at };
  return { kind: noticeEvent(status), ...noticeReport(message, at) };
}

function noticeEvent(status: MessageStatus) {
  if (isLost(status)) return 'notice-undelivered';
  return status === 'delivered' ? 'notice-delivered' : 'notice-accepted';
}

/** Names the notice that a message carries. */
export function noticeReport(message: Message, at: number): NoticeReport {
  return { at, channel: noticeChannelOf(message), attempt: numberOf(message), armedAt: message.createdAt };
}

export function noticeChannelOf({ channel }: Pick<Message, 'channel'>): NoticeChannel {
  if (channel !== 'voice') return channel;
  throw Object.assign(new Error('A call with a code was taken for a notice.'), { code: 'not-a-notice' });
}

/** Returns the send number of a code, or the attempt number of a notice. */
function numberOf(message: Message): number {
  return Number(message.effectKey.split('/')[1]);
}
