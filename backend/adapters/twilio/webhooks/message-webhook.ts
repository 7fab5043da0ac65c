import type {
  MessageStatus,
  MessageWebhook,
  WhatsappWebhook,
} from '../../../ports/carrier/message-carrier.ts';
import { type Form, field } from './signature.ts';

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
const statuses: ReadonlyMap<string, MessageStatus> = new Map([
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

/** How one of our texts stands now; `undefined` when the status is missing or none that we know. */
export function readMessageStatus(messageId: string, form: Form): MessageWebhook | undefined {
  const status = statuses.get(field(form, 'MessageStatus') ?? field(form, 'SmsStatus') ?? '');
  return status === undefined
    ? undefined
    : { kind: 'status', messageId, status, errorCode: field(form, 'ErrorCode') };
}

/** A text to our number. What the carrier itself took for an opt-out or opt-in goes before our own reading. */
export function readInboundMessage(form: Form): MessageWebhook | undefined {
  const from = field(form, 'From');
  const to = field(form, 'To');
  if (from === undefined || to === undefined) return undefined;
  const body = field(form, 'Body') ?? '';
  return { kind: 'inbound', from, to, body, optOut: readOptOutWord(field(form, 'OptOutType') ?? body) };
}

/** https://www.twilio.com/docs/messaging/guides/webhook-request; the number is WhatsApp's word, the name is not. */
export function readWhatsapp(form: Form): WhatsappWebhook | undefined {
  const from = whatsappNumber(field(form, 'From'));
  const to = whatsappNumber(field(form, 'To'));
  if (from === undefined || to === undefined) return undefined;
  const body = field(form, 'Body') ?? '';
  return { kind: 'whatsapp', from, to, body, name: field(form, 'ProfileName'), optOut: readOptOutWord(body) };
}

function whatsappNumber(address: string | undefined): string | undefined {
  return /^whatsapp:(\+[1-9]\d{6,14})$/.exec(address ?? '')?.[1];
}

const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT']);
const startWords = new Set(['START', 'UNSTOP', 'YES']);

/** A text that consists of nothing but such a word: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
function readOptOutWord(body: string): 'stop' | 'start' | undefined {
  const word = body.trim().toUpperCase();
  if (stopWords.has(word)) return 'stop';
  return startWords.has(word) ? 'start' : undefined;
}
