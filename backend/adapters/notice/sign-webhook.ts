import { createHmac } from 'node:crypto';

/** Returns the key of a secret: base64 after `whsec_`, else plain text. */
export function webhookKey(secret: string): Buffer {
  const [, encoded] = /^whsec_(.+)$/.exec(secret) ?? [];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, 'base64');
}

/**
 * Returns the headers of a signed request, with one signature for each key. The receiver accepts any of them, so that a
 * secret can be replaced while requests arrive:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(keys: readonly Buffer[], id: string, body: string): Record<string, string> {
  // Real time even in a faster demonstration, because the receiver compares it with its own clock.
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signatures = keys.map((key) => {
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${digest}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
