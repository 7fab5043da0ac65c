import { createHmac } from 'node:crypto';
import type { Webhook } from './webhook.ts';

export function requestOf(webhook: Webhook, url: string) {
  const encoded = new URLSearchParams(webhook.params).toString();
  if (webhook.method === 'POST') return { url, body: encoded, form: webhook.params };
  const separator = url.includes('?') ? '&' : '?';
  return { url: `${url}${separator}${encoded}`, body: undefined, form: {} };
}

export function headersOf(signature: string, token: string, isForm: boolean): Record<string, string> {
  return {
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    'x-twilio-signature': signature,
    'i-twilio-idempotency-token': token,
    ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' } : {}),
  };
}

/**
 * Returns the X-Twilio-Signature of a request: HMAC-SHA1 over the URL and, for a POST, every form key and value
 * in the order of the keys.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function sign({
  authToken,
  url,
  form,
}: {
  authToken: string;
  url: string;
  form: Record<string, string>;
}): string {
  const signed = Object.keys(form)
    .sort()
    .reduce((text, key) => text + key + form[key], url);
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}
