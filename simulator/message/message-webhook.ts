import { messageVerbs, parseTwiml } from '../twiml/parse.ts';
import { type Message, segmentCount } from './message.ts';
import { numberOf } from './whatsapp.ts';

/** Returns the fields that every message webhook carries. */
export function messageParams(message: Message, accountSid: string): Record<string, string> {
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    From: message.from,
    To: message.to,
    SmsStatus: message.status,
  };
}

/** Returns the fields that the webhook of an inbound message adds. */
export function contentParams(message: Message): Record<string, string> {
  return {
    SmsMessageSid: message.sid,
    Body: message.body,
    NumMedia: '0',
    NumSegments: String(segmentCount(message.body)),
    FromCountry: message.from.startsWith('+1') ? 'US' : '',
    FromCity: '',
    ToCountry: message.to.startsWith('+1') ? 'US' : '',
    ToCity: '',
  };
}

/** Returns the fields that WhatsApp adds: https://www.twilio.com/docs/messaging/guides/webhook-request */
export function whatsappParams(from: string, profileName: string): Record<string, string> {
  return {
    WaId: numberOf(from).slice(1),
    ProfileName: profileName,
  };
}

export type Replies = { ok: true; bodies: string[] } | { ok: false; errorCode: number; detail: string };

/** Reads the replies in the answer to an inbound message. An empty answer means no reply. */
export function repliesFrom({ contentType, body }: { contentType: string; body: string }): Replies {
  if (body.trim() === '') return { ok: true, bodies: [] };
  if (/^text\/plain/i.test(contentType)) return { ok: true, bodies: [body] };
  const parsed = parseTwiml(body, messageVerbs);
  if (!parsed.ok) return parsed;
  const bodies = parsed.verbs.map(
    (verb) => verb.children.find(({ name }) => name === 'Body')?.text ?? verb.text,
  );
  return { ok: true, bodies: bodies.filter((text) => text !== '') };
}
