import type { CarrierRefusal } from './carrier-errors.ts';
import type { Parsed, RawRequest } from './webhook.ts';

export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';

export type SendResult =
  | { result: 'accepted'; sid: string }
  | { result: 'refused'; refusal: CarrierRefusal }
  /** Not known to be accepted. A message, unlike a call, can be sent again. */
  | { result: 'retry'; reason: string };

export type MessageWebhook =
  | { kind: 'status'; messageId: string; status: MessageStatus; errorCode: string | undefined }
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
  parse(request: RawRequest): Parsed<MessageWebhook>;
  parseWhatsapp(request: RawRequest): Parsed<WhatsappWebhook>;
  /** Returns the empty answer to an inbound message. */
  renderNothing(): { contentType: string; body: string };
  /** Returns an answer that the carrier sends to the visitor who wrote. */
  renderReply(text: string): { contentType: string; body: string };
};
