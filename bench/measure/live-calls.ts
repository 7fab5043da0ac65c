import { setTimeout as sleep } from 'node:timers/promises';
import { lines, startBackend } from '../actors/backend-service.ts';
import type { CallArrival, Carrier } from '../actors/carrier.ts';
import { askInWebhook, type WebhookAnswer } from '../actors/carrier-webhook.ts';
import { createHttpClient, followEvents, type HttpClient } from '../actors/http-client.ts';
import { type Asked, askForCallback } from '../actors/intake-request.ts';
import { monotonic } from '../actors/monotonic.ts';
import { createCrowd, type Visitor } from '../actors/visitors.ts';
import { runAtInterval, runInSequence } from './load.ts';

/** A backend from its start to 200 calls that are under way. Times in milliseconds, memory in MB. */
export type LiveRound = {
  start: number;
  idleRss: number;
  liveRss: number;
  verifyToPost: number[];
  prompts: number[];
  keys: number[];
};

/** From the healthy answer until a process has settled. */
const settling = 1_500;
const askInterval = 5;
/** Between two visitors who enter their codes, so that the one before has its call. */
const verifyPause = 20;
const webhookInterval = 10;

type Caller = Asked & Visitor;

export async function measureLiveCalls(options: { directory: string; carrier: Carrier }): Promise<LiveRound> {
  const { carrier } = options;
  const backend = await startBackend({ directory: options.directory, carrierUrl: carrier.url });
  await sleep(settling);
  const idleRss = backend.rss();
  const client = createHttpClient(backend.url, lines);
  const callers = await runAtInterval(await createCrowd()(lines), askInterval, async (visitor) => ({
    ...(await askForCallback(client, visitor)),
    ...visitor,
  }));
  const streams = await Promise.all(callers.map((caller) => followEvents(backend.url, caller)));
  const calls = await runInSequence(callers, verifyPause, (caller) => proveAndWait(client, carrier, caller));
  const prompts = await askAll(
    client,
    calls.map(({ call }) => ({ call, url: call.url })),
    '<Gather',
  );
  const keys = await askAll(
    client,
    prompts.map(({ call, next }) => ({ call, url: next })),
    '<Dial',
  );
  const liveRss = backend.rss();
  for (const stream of streams) stream.close();
  client.close();
  await backend.stop();
  return {
    start: backend.startMs,
    idleRss,
    liveRss,
    verifyToPost: calls.map(({ took }) => took),
    prompts: prompts.map(({ took }) => took),
    keys: keys.map(({ took }) => took),
  };
}

/** From sending the right code to the carrier's receiving the request for a call. */
async function proveAndWait(
  client: HttpClient,
  carrier: Carrier,
  { request_id, reference, phone, address }: Caller,
): Promise<{ call: CallArrival; took: number }> {
  const code = await carrier.codeFor(phone);
  const begun = monotonic();
  const proven = client.post(`/api/v1/callbacks/${request_id}/verify`, JSON.stringify({ code }), {
    'content-type': 'application/json',
    'x-forwarded-for': address,
  });
  const [answer, call] = await Promise.all([proven, carrier.callFor(reference)]);
  if (answer.status !== 200) throw new Error(`A code was not taken: ${answer.status} ${answer.body}`);
  return { call, took: call.at - begun };
}

type Question = { call: CallArrival; url: string };

async function askAll(
  client: HttpClient,
  questions: Question[],
  verb: string,
): Promise<(WebhookAnswer & { call: CallArrival })[]> {
  return runAtInterval(questions, webhookInterval, async ({ call, url }) => {
    const answer = await askInWebhook(client, {
      url,
      sid: call.sid,
      digits: verb === '<Dial' ? '1' : undefined,
    });
    if (!answer.body.includes(verb)) throw new Error(`No ${verb}> in the answer: ${answer.body}`);
    return { ...answer, call };
  });
}
