import type { CarrierRefusal } from './carrier-errors.ts';
import type { Parsed, RawRequest } from './webhook.ts';

export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';

export type SendResult =
  | { result: 'accepted'; sid: string }
  | { result: 'refused'; refusal: CarrierRefusal }
  /** Not known to be accepted; a text may be sent again. */
  | { result: 'retry'; reason: string };

export type MessageWebhook =
  | { kind: 'status'; messageId: string; status: MessageStatus; errorCode: string | undefined }
  | { kind: 'inbound'; from: string; to: string; body: string; optOut: 'stop' | 'start' | undefined };

/** Somebody wrote to us on WhatsApp; `name` is whatever they call themselves. */
export type WhatsappWebhook = {
  kind: 'whatsapp';
  from: string;
  to: string;
  body: string;
  name: string | undefined;
  optOut: 'stop' | 'start' | undefined;
};

/** The carrier's text-message side. */
export type MessageCarrier = {
  /** `messageId` is ours and stands in the status webhook's address. */
  send(message: { messageId: string; to: string; from: string; body: string }): Promise<SendResult>;
  parse(request: RawRequest): Parsed<MessageWebhook>;
  parseWhatsapp(request: RawRequest): Parsed<WhatsappWebhook>;
  /** The empty answer to an inbound text. */
  renderNothing(): { contentType: string; body: string };
  /** An answer that goes back to whoever wrote. */
  renderReply(text: string): { contentType: string; body: string };
};
