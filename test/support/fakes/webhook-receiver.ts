import { type WebhookPayload, webhookPayload } from '../../../backend/adapters/notice/webhook-payload.ts';
import type { WebhookSender, WebhookSent } from '../../../backend/ports/webhooks.ts';

export type Received = { address: string; id: string; at: number; payload: WebhookPayload };

export type WebhookReceiver = WebhookSender & {
  /** Accepted requests, in order. */
  received: Received[];
  /** All requests. */
  asked: Received[];
  /** Statuses that one address was told about one callback, repeats included. */
  told(callbackId: string, address?: string): string[];
};

/** Stands for the addresses that are told of changes of state. `answer` decides about each request. */
export function createWebhookReceiver(
  clock: () => { now(): number },
  answer: (request: Received) => WebhookSent | Promise<WebhookSent> = () => accepted,
  addresses: readonly string[] = ['first'],
): WebhookReceiver {
  const received: Received[] = [];
  const asked: Received[] = [];
  return {
    addresses: addresses.map((id) => ({ id, host: `${id}.example.com` })),
    received,
    asked,
    async send(address, event) {
      const request = { address, id: event.id, at: clock().now(), payload: webhookPayload(event) };
      asked.push(request);
      const sent = await answer(request);
      if (sent.result === 'accepted') received.push(request);
      return sent;
    },
    told: (callbackId, address = 'first') =>
      received
        .filter((each) => each.address === address && each.payload.data.request_id === callbackId)
        .map(({ payload }) => payload.data.status),
  };
}

export const accepted: WebhookSent = { result: 'accepted', code: 'http-204' };
