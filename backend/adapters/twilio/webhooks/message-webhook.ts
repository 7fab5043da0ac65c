import { readOptOut } from '../../../domain/messages/opt-out.ts';
import { canonicalNumber } from '../../../domain/phone-number.ts';
import type {
  MessageStatus,
  MessageWebhook,
  WhatsappWebhook,
} from '../../../ports/carrier/message-carrier.ts';
import { explainError } from '../client/explain-error.ts';
import { type Form, readField } from './signature.ts';

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
export const messageStatuses: ReadonlyMap<string, MessageStatus> = new Map([
  ['accepted', 'queued'],
  ['scheduled', 'queued'],
  ['queued', 'queued'],
  ['sending', 'queued'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/** Reads a status callback of a sent message; `undefined` when the status is missing or unknown. */
export function readMessageStatus(messageId: string, form: Form): MessageWebhook | undefined {
  const status = messageStatuses.get(readField(form, 'MessageStatus') ?? readField(form, 'SmsStatus') ?? '');
  if (status === undefined) return undefined;
  const sid = readField(form, 'MessageSid') ?? readField(form, 'SmsSid');
  const errorCode = readField(form, 'ErrorCode');
  const error = errorCode === undefined ? undefined : explainError(errorCode);
  return { kind: 'status', messageId, sid, status, errorCode, ...(error && { error }) };
}

/** Reads an SMS to the business's number. The carrier's own `OptOutType` takes precedence over the body. */
export function readInboundMessage(form: Form): MessageWebhook | undefined {
  const from = readNumber(form, 'From');
  const to = readNumber(form, 'To');
  if (from === undefined || to === undefined) return undefined;
  const body = readField(form, 'Body') ?? '';
  return { kind: 'inbound', from, to, body, optOut: readOptOut(readField(form, 'OptOutType') ?? body) };
}

/**
 * Reads a WhatsApp message. WhatsApp vouches for the number; the sender chose `ProfileName`.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readWhatsapp(form: Form): WhatsappWebhook | undefined {
  const from = readNumber(form, 'From', whatsappAddress);
  const to = readNumber(form, 'To', whatsappAddress);
  if (from === undefined || to === undefined) return undefined;
  const body = readField(form, 'Body') ?? '';
  return {
    kind: 'whatsapp',
    from,
    to,
    body,
    name: readField(form, 'ProfileName'),
    optOut: readOptOut(body),
  };
}

const anyAddress = /^(.+)$/;
const whatsappAddress = /^whatsapp:(\+[1-9]\d{6,14})$/;

/** Returns the canonical spelling, because WhatsApp and some carriers name numbers in former ones. */
function readNumber(form: Form, field: 'From' | 'To', address = anyAddress): string | undefined {
  const number = address.exec(readField(form, field) ?? '')?.[1];
  return number === undefined ? undefined : canonicalNumber(number);
}
