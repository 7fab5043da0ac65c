import { createHmac } from 'node:crypto';

/**
 * X-Twilio-Signature of a form request: HMAC-SHA1 over the URL followed by every key and value, keys sorted.
 * A GET request has no body and signs its URL alone.
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
