import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import type { MessageCarrier, MessageWebhook, SendResult } from '../../ports/carrier/message-carrier.ts';
import type { Log } from '../../ports/log.ts';
import type { TwilioClient } from './client/client.ts';
import { explainError } from './client/explain-error.ts';
import { readFailure } from './client/failure.ts';
import { createMessageLookup } from './message-lookup.ts';
import { readInboundMessage, readMessageStatus, readWhatsapp } from './webhooks/message-webhook.ts';
import { createSignatureCheck, createSignatureRefusal, type SignedRequest } from './webhooks/signature.ts';
import { createWebhookUrls, isWhatsappPath, matchMessagePath } from './webhooks/webhook-urls.ts';

/** Creates the SMS and WhatsApp side of Twilio. The options are those of `createTwilioVoice`. */
export function createTwilioMessages(options: {
  client: TwilioClient;
  publicBaseUrl: string;
  authTokens: readonly string[];
  log: Log;
}): MessageCarrier {
  const { client, log } = options;
  const urls = createWebhookUrls(options.publicBaseUrl);
  const checkSignature = createSignatureCheck(options);
  const refuse = createSignatureRefusal(options);
  return {
    ...createMessageLookup(client),
    async send({ messageId, to, from, body }) {
      try {
        const statusCallback = urls.messageStatus(messageId);
        const message = await client.messages.create({ to, from, body, statusCallback });
        return { result: 'accepted', sid: message.sid };
      } catch (error) {
        return sendFailed(error);
      }
    },
    parse(request) {
      const signed = checkSignature(request);
      if (signed === undefined) return refuse(request);
      const webhook = readWebhook(signed);
      if (webhook === undefined) return { ok: false, reason: 'unknown-webhook' };
      logUndelivered(webhook, log);
      return { ok: true, webhook };
    },
    parseWhatsapp(request) {
      const signed = checkSignature(request);
      if (signed === undefined) return refuse(request);
      const webhook = isWhatsappPath(signed.path) ? readWhatsapp(signed.form) : undefined;
      return webhook === undefined ? { ok: false, reason: 'unknown-webhook' } : { ok: true, webhook };
    },
    renderNothing: () => toTwiml(new MessagingResponse()),
    renderReply(body) {
      const response = new MessagingResponse();
      response.message(body);
      return toTwiml(response);
    },
  };
}

function toTwiml(response: MessagingResponse): { contentType: string; body: string } {
  return { contentType: 'text/xml; charset=utf-8', body: response.toString() };
}

function sendFailed(error: unknown): SendResult {
  const failure = readFailure(error);
  if (failure.kind !== 'rejected')
    return { result: failure.kind === 'not-sent' ? 'unsent' : 'unknown', reason: failure.cause };
  const refusal = explainError(failure.code, failure.status);
  return refusal.class === 'throttled' || refusal.class === 'unavailable'
    ? { result: 'unsent', reason: refusal.code }
    : { result: 'refused', refusal };
}

function readWebhook({ path, form }: SignedRequest): MessageWebhook | undefined {
  const matched = matchMessagePath(path);
  if (matched === undefined) return undefined;
  return matched === 'inbound' ? readInboundMessage(form) : readMessageStatus(matched.messageId, form);
}

function logUndelivered(webhook: MessageWebhook, log: Log): void {
  if (webhook.kind !== 'status' || webhook.errorCode === undefined) return;
  const { code, advice } = explainError(webhook.errorCode);
  log.warn('SMS not delivered', { messageId: webhook.messageId, code, fix: advice });
}
