import type { VoiceCarrier, VoiceWebhook } from '../../../ports/carrier/voice-carrier.ts';
import type { Parsed, RawRequest } from '../../../ports/carrier/webhook.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { TwilioClient } from '../client/client.ts';
import { createSignatureCheck, createSignatureRefusal, type SignedRequest } from '../webhooks/signature.ts';
import { readInboundCall, readVoiceWebhook } from '../webhooks/voice-webhook.ts';
import { createWebhookUrls, matchVoicePath } from '../webhooks/webhook-urls.ts';
import { createCallControl } from './call-control.ts';
import { placeCall } from './place-call.ts';
import { renderPlan } from './render-plan.ts';

/**
 * Creates the voice side of Twilio. `publicBaseUrl`: the URL by which Twilio reaches this server. `authTokens`: the
 * account's token and, during a rotation, the second one.
 */
export function createTwilioVoice(options: {
  client: TwilioClient;
  clock: Clock;
  publicBaseUrl: string;
  authTokens: readonly string[];
  log: Log;
}): VoiceCarrier {
  const { client, clock } = options;
  const urls = createWebhookUrls(options.publicBaseUrl);
  const checkSignature = createSignatureCheck(options);
  const refuse = createSignatureRefusal(options);
  return {
    place: (call) => placeCall(client, urls, call),
    ...createCallControl({ client, clock }),
    parse: (request) => {
      const signed = checkSignature(request);
      return signed === undefined ? refuse(request) : parseVoiceRequest(request, signed);
    },
    render: (plan) => renderPlan(plan, urls),
  };
}

function parseVoiceRequest(request: RawRequest, signed: SignedRequest): Parsed<VoiceWebhook> {
  const webhook = readWebhook(signed, idempotencyToken(request));
  return webhook === undefined ? { ok: false, reason: 'unknown-webhook' } : { ok: true, webhook };
}

function readWebhook({ path, form }: SignedRequest, requestToken: string): VoiceWebhook | undefined {
  const matched = matchVoicePath(path);
  if (matched === undefined) return undefined;
  if (matched === 'inbound') return readInboundCall(form);
  return readVoiceWebhook(matched.action, { token: matched.token, form, requestToken });
}

/** Stays the same on every retry of a webhook: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
function idempotencyToken({ headers }: RawRequest): string {
  const token = headers['i-twilio-idempotency-token'];
  return (Array.isArray(token) ? token[0] : token) ?? '';
}
