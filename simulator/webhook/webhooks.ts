import { randomUUID } from 'node:crypto';
import { type Fault, type Faults, webhookFaultKinds } from '../faults.ts';
import type { Activity } from '../time/activity.ts';
import type { Clock } from '../time/clock.ts';
import type { Timeline } from '../timeline.ts';
import { sendWithRetries } from './send-with-retries.ts';
import type { Webhook, WebhookAnswer } from './webhook.ts';

export type Webhooks = {
  /** Signs and sends a webhook. Never rejects. */
  send(webhook: Webhook): Promise<WebhookAnswer>;
  /** Aborts running requests and sends nothing more. */
  dispose(): void;
};

/** Twilio waits 15 s in all for an answer. */
const maxExchangeMs = 15_000;

const neverSent: WebhookAnswer = { ok: false, errorCode: 11205, detail: 'never sent' };

/** Sends the carrier's webhooks: in order, signed, with retries and planned faults. */
export function createWebhooks({
  clock,
  authToken,
  timeline,
  faults,
  activity,
}: {
  clock: Clock;
  authToken: string;
  timeline: Timeline;
  faults: Faults;
  activity: Activity;
}): Webhooks {
  const stopping = new AbortController();
  const turns = createTurns();
  const held = new Map<string, () => void>();
  const sender = { clock, authToken, timeline, signal: stopping.signal };

  const post = async (webhook: Webhook, token: string): Promise<WebhookAnswer> => {
    if (stopping.signal.aborted) return neverSent;
    const endActivity = activity.begin();
    try {
      const leave = await turns.wait(webhook.family);
      return await sendWithRetries(sender, webhook, { token, onWritten: leave });
    } finally {
      endActivity();
    }
  };

  const wait = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  const holdForNext = async (family: string, ms: number) => {
    const overtaken = new Promise<void>((resolve) => held.set(family, resolve));
    await Promise.race([overtaken, wait(ms)]);
    held.delete(family);
  };

  const strike = async (fault: Fault, webhook: Webhook, token: string): Promise<WebhookAnswer> => {
    if (fault.kind === 'drop') {
      await wait(maxExchangeMs);
      return neverSent;
    }
    if (fault.kind === 'delay') await wait(fault.ms);
    if (fault.kind === 'reorder') await holdForNext(webhook.family, fault.ms);
    if (fault.kind === 'double') void post(webhook, token);
    return post(webhook, token);
  };

  const send = async (webhook: Webhook): Promise<WebhookAnswer> => {
    const token = randomUUID();
    const fits = (one: Fault) => one.webhook === undefined || one.webhook === webhook.kind;
    const fault = faults.strike(webhookFaultKinds, fits);
    if (fault) {
      timeline.record('fault.struck', { fault: fault.kind, webhook: webhook.kind, sid: webhook.sid });
      return strike(fault, webhook, token);
    }
    const answer = await post(webhook, token);
    held.get(webhook.family)?.();
    return answer;
  };

  return { send, dispose: () => stopping.abort() };
}

type Turns = {
  /** Waits until the earlier requests of this family are written. Returns a function that lets the next one go. */
  wait(family: string): Promise<() => void>;
};

/** Writes the requests of one family in order. Their answers can still overlap. */
function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    wait: async (family) => {
      const before = last.get(family);
      const mine = Promise.withResolvers<void>();
      last.set(family, mine.promise);
      await before;
      return () => {
        if (last.get(family) === mine.promise) last.delete(family);
        mine.resolve();
      };
    },
  };
}
