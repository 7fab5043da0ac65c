import type {
  MessageStatus,
  MessageWebhook,
  WhatsappWebhook,
} from '../../../ports/carrier/message-carrier.ts';
import { type Form, readField } from './signature.ts';

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
const statusOf: ReadonlyMap<string, MessageStatus> = new Map([
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
  const status = statusOf.get(readField(form, 'MessageStatus') ?? readField(form, 'SmsStatus') ?? '');
  return status === undefined
    ? undefined
    : { kind: 'status', messageId, status, errorCode: readField(form, 'ErrorCode') };
}

/** Reads an SMS to the business's number. The carrier's own `OptOutType` takes precedence over the body. */
export function readInboundMessage(form: Form): MessageWebhook | undefined {
  const from = readField(form, 'From');
  const to = readField(form, 'To');
  if (from === undefined || to === undefined) return undefined;
  const body = readField(form, 'Body') ?? '';
  return { kind: 'inbound', from, to, body, optOut: readOptOutWord(readField(form, 'OptOutType') ?? body) };
}

/**
 * Reads a WhatsApp message. WhatsApp vouches for the number; the sender chose `ProfileName`.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readWhatsapp(form: Form): WhatsappWebhook | undefined {
  const from = readWhatsappNumber(readField(form, 'From'));
  const to = readWhatsappNumber(readField(form, 'To'));
  if (from === undefined || to === undefined) return undefined;
  const body = readField(form, 'Body') ?? '';
  return {
    kind: 'whatsapp',
    from,
    to,
    body,
    name: readField(form, 'ProfileName'),
    optOut: readOptOutWord(body),
  };
}

function readWhatsappNumber(address: string | undefined): string | undefined {
  return /^whatsapp:(\+[1-9]\d{6,14})$/.exec(address ?? '')?.[1];
}

const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT']);
const startWords = new Set(['START', 'UNSTOP', 'YES']);

/** The word counts only alone in the body: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
function readOptOutWord(body: string): 'stop' | 'start' | undefined {
  const word = body.trim().toUpperCase();
  if (stopWords.has(word)) return 'stop';
  return startWords.has(word) ? 'start' : undefined;
}
