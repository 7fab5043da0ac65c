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
    addresses: withHosts(addresses),
    async send(addressId, event) {
      const address = addresses.find((each) => each.id === addressId);
      if (address === undefined) return { result: 'failed', code: 'address-removed' };
      const body = JSON.stringify(webhookPayload(event));
      const headers = signWebhook(keys, `msg_${event.id}`, body);
      return toSent(await post(address.url, { headers, body, timeoutMs }));
    },
  };
}

/** Every other answer is tried again: the operator can fix an address, a workflow or a signature check within a day. */
function toSent(answer: PostAnswer): WebhookSent {
  if (answer.kind !== 'answered') return { result: 'failed', code: answer.code };
  const { status, retryAfterMs } = answer;
  const code = `http-${status}`;
  return status >= 200 && status < 300
    ? { result: 'accepted', code }
    : { result: 'failed', code, retryAfterMs };
}

/** Several addresses of one host are told apart by their place among them, because paths can be secrets. */
function withHosts(addresses: readonly { id: string; url: string }[]): WebhookSender['addresses'] {
  const hosts = addresses.map(({ url }) => new URL(url).host);
  return addresses.map(({ id }, index) => {
    const host = hosts[index] ?? '';
    const place = hosts.slice(0, index + 1).filter((other) => other === host).length;
    return { id, host: place === 1 ? host : `${host} (${place})` };
  });
}
