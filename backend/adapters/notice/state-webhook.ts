import type { WebhookSender, WebhookSent } from '../../ports/webhooks.ts';
import { type PostAnswer, post } from './post.ts';
import { signWebhook } from './sign-webhook.ts';
import { webhookPayload } from './webhook-payload.ts';

/** The specification of Standard Webhooks recommends 15 to 30 seconds. */
const defaultTimeoutMs = 15_000;

/**
 * Sends signed requests about changes of state. `secrets` are base64, with or without `whsec_`: the current one, then
 * the former one while it is replaced.
 */
export function createWebhookSender(options: {
  addresses: readonly { id: string; url: string }[];
  secrets: readonly string[];
  timeoutMs?: number;
}): WebhookSender {
  const { addresses, secrets, timeoutMs = defaultTimeoutMs } = options;
  const keys = secrets.map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
  return {
    addresses: addresses.map(({ id, url }) => ({ id, host: new URL(url).host })),
    async send(addressId, event) {
      const address = addresses.find((each) => each.id === addressId);
      if (address === undefined) return { result: 'failed', code: 'address-removed' };
      const body = JSON.stringify(webhookPayload(event));
      const headers = signWebhook(keys, `msg_${event.id}`, body);
      return toSent(await post(address.url, { headers, body, timeoutMs }));
    },
  };
}

/** Every other answer is tried again: the operator can mend an address, a workflow or a signature check within a day. */
function toSent(answer: PostAnswer): WebhookSent {
  if (answer.kind !== 'answered') return { result: 'failed', code: answer.code };
  const { status, retryAfterMs } = answer;
  const code = `http-${status}`;
  return status >= 200 && status < 300
    ? { result: 'accepted', code }
    : { result: 'failed', code, retryAfterMs };
}
