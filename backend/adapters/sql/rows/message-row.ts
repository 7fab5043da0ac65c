import type { Message } from '../../../ports/store/change.ts';
import type { MessageRow } from '../schema.ts';
import { fromInstant, toInstant } from './instant.ts';

export function messageRow(message: Message): Omit<MessageRow, 'armed_version'> {
  return {
    message_id: message.messageId,
    request_id: message.callbackId,
    site_id: message.siteId,
    purpose: message.purpose,
    channel: message.channel,
    effect_key: message.effectKey,
    recipient: message.to,
    status: message.status,
    sid: message.sid ?? null,
    error_code: message.errorCode ?? null,
    created_at: toInstant(message.createdAt),
  };
}

export function toMessage(row: MessageRow): Message {
  return {
    messageId: row.message_id,
    callbackId: row.request_id,
    siteId: row.site_id,
    purpose: row.purpose,
    channel: row.channel,
    effectKey: row.effect_key,
    to: row.recipient,
    status: row.status,
    sid: row.sid ?? undefined,
    errorCode: row.error_code ?? undefined,
    createdAt: fromInstant(row.created_at),
  };
}
