import type { CarrierRefusal } from './carrier-errors.ts';
import type { Parsed, RawRequest } from './webhook.ts';

export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';

export type SendResult =
  | { result: 'accepted'; sid: string }
  | { result: 'refused'; refusal: CarrierRefusal }
  /** The carrier certainly sent nothing. */
  | { result: 'unsent'; reason: string }
  /** The message can exist. */
  | { result: 'unknown'; reason: string };

/** What the carrier says about a message of its own. */
export type MessageReport = {
  sid: string;
  status: MessageStatus;
  errorCode: string | undefined;
  /** The meaning of `errorCode`. */
  error?: CarrierRefusal | undefined;
};

/** A message without a creation time is a new one. */
export type FoundMessage = MessageReport & { body: string; createdAt: number | undefined };

export type MessageWebhook =
  | ({ kind: 'status'; messageId: string; sid: string | undefined } & Omit<MessageReport, 'sid'>)
  | { kind: 'inbound'; from: string; to: string; body: string; optOut: 'stop' | 'start' | undefined };

/** A visitor's WhatsApp message; `name` is the visitor's own choice. */
export type WhatsappWebhook = {
  kind: 'whatsapp';
  from: string;
  to: string;
  body: string;
  name: string | undefined;
  optOut: 'stop' | 'start' | undefined;
};

/** The carrier's messages: SMS and WhatsApp. */
export type MessageCarrier = {
  /** `messageId` is the platform's own; it is part of the status callback's address. */
  send(message: { messageId: string; to: string; from: string; body: string }): Promise<SendResult>;
  /** Fetches a message; `undefined` for an unknown SID. Throws `CarrierFault`. */
  fetch(sid: string): Promise<MessageReport | undefined>;
  /** Lists recent messages between two numbers; `undefined` when the carrier lists none. Throws `CarrierFault`. */
  find(to: string, from: string): Promise<FoundMessage[] | undefined>;
  parse(request: RawRequest): Parsed<MessageWebhook>;
  parseWhatsapp(request: RawRequest): Parsed<WhatsappWebhook>;
  /** Returns the empty answer to an inbound message. */
  renderNothing(): { contentType: string; body: string };
  /** Returns an answer that the carrier sends to the visitor who wrote. */
  renderReply(text: string): { contentType: string; body: string };
};
