import { setTimeout as sleep } from 'node:timers/promises';
import { lines, startBackend } from '../actors/backend-service.ts';
import type { CallArrival, Carrier } from '../actors/carrier.ts';
import { sendWebhook, type WebhookAnswer } from '../actors/carrier-webhook.ts';
import { createHttpClient, followEvents, type HttpClient } from '../actors/http-client.ts';
import { type CreatedCallback, requestCallback } from '../actors/intake-request.ts';
import { monotonic } from '../actors/monotonic.ts';
import { createVisitors, type Visitor } from '../actors/visitors.ts';
import { runAtInterval, runInSequence } from './load.ts';

/** Measurements of one backend, from its start to 200 running calls. Arrays hold milliseconds. */
export type LiveRound = {
  startMs: number;
  idleRssMb: number;
  liveRssMb: number;
  /** From the right code to the carrier's receipt of the call. */
  verifyToPost: number[];
  /** Webhooks that fetch the prompt. */
  prompts: number[];
  /** Webhooks that report the pressed key. */
  keys: number[];
};

/** Wait after the start until memory is stable. */
const settleMs = 1_500;
const requestIntervalMs = 5;
/** Wait between two visitors who enter their codes, so that the previous call is placed. */
const verifyPauseMs = 20;
const webhookIntervalMs = 10;

type Caller = CreatedCallback & Visitor;

export async function measureLiveCalls(options: { directory: string; carrier: Carrier }): Promise<LiveRound> {
  const { carrier } = options;
  const backend = await startBackend({ directory: options.directory, carrierUrl: carrier.url });
  await sleep(settleMs);
  const idleRssMb = backend.rssMb();
  const client = createHttpClient(backend.url, lines);
  const callers = await runAtInterval(await createVisitors()(lines), requestIntervalMs, async (visitor) => ({
    ...(await requestCallback(client, visitor)),
    ...visitor,
  }));
  const streams = await Promise.all(callers.map((caller) => followEvents(backend.url, caller)));
  const calls = await runInSequence(callers, verifyPauseMs, (caller) =>
    enterCodeAndWait(client, carrier, caller),
  );
  const prompts = await sendWebhooks(
    client,
    calls.map(({ call }) => ({ call, url: call.url })),
    '<Gather',
  );
  const keys = await sendWebhooks(
    client,
    prompts.map(({ call, next }) => ({ call, url: next })),
    '<Dial',
  );
  const liveRssMb = backend.rssMb();
  for (const stream of streams) stream.close();
  client.close();
  await backend.stop();
  return {
    startMs: backend.startMs,
    idleRssMb,
    liveRssMb,
    verifyToPost: calls.map(({ tookMs }) => tookMs),
    prompts: prompts.map(({ tookMs }) => tookMs),
    keys: keys.map(({ tookMs }) => tookMs),
  };
}

/** Enters the right code and waits for the call at the carrier. */
async function enterCodeAndWait(
  client: HttpClient,
  carrier: Carrier,
  { request_id, reference, phone, address }: Caller,
): Promise<{ call: CallArrival; tookMs: number }> {
  const code = await carrier.codeFor(phone);
  const startedAt = monotonic();
  const verified = client.post(`/api/v1/callbacks/${request_id}/verify`, JSON.stringify({ code }), {
    'content-type': 'application/json',
    'x-forwarded-for': address,
  });
  const [answer, call] = await Promise.all([verified, carrier.callFor(reference)]);
  if (answer.status !== 200) throw new Error(`The backend refused a code: ${answer.status} ${answer.body}`);
  return { call, tookMs: call.at - startedAt };
}

type Webhook = { call: CallArrival; url: string };

async function sendWebhooks(
  client: HttpClient,
  webhooks: Webhook[],
  verb: string,
): Promise<(WebhookAnswer & { call: CallArrival })[]> {
  return runAtInterval(webhooks, webhookIntervalMs, async ({ call, url }) => {
    const answer = await sendWebhook(client, {
      url,
      sid: call.sid,
      digits: verb === '<Dial' ? '1' : undefined,
    });
    if (!answer.body.includes(verb)) throw new Error(`The response has no ${verb}>: ${answer.body}`);
    return { ...answer, call };
  });
}
