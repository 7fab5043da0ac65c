import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { RawRequest } from '../../../ports/carrier/webhook.ts';
import { authToken } from './scripted-api.ts';

export const publicBaseUrl = 'https://callback.example';

/** Returns a webhook as the carrier sends it. */
export function signedRequest(
  path: string,
  fields: Record<string, string>,
  headers: RawRequest['headers'] = {},
): RawRequest {
  const signature = getExpectedTwilioSignature(authToken, `${publicBaseUrl}${path}`, fields);
  return {
    method: 'POST',
    path,
    headers: { 'x-twilio-signature': signature, ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}
