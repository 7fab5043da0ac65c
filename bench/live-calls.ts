import { setTimeout as sleep } from 'node:timers/promises';
import { lines, startBackend } from './backend-service.ts';
import type { CallArrival, Carrier } from './carrier.ts';
import { askInWebhook, type WebhookAnswer } from './carrier-webhook.ts';
import { followEvents } from './follow-events.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { type Asked, askForCallback } from './intake-request.ts';
import { inTurn, pace } from './load.ts';
import { monotonic } from './monotonic.ts';
import { createCrowd, type Visitor } from './visitors.ts';

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
  const callers = await pace(await createCrowd()(lines), askInterval, async (visitor) => ({
    ...(await askForCallback(client, visitor)),
    ...visitor,
  }));
  const streams = await Promise.all(callers.map((caller) => followEvents(backend.url, caller)));
  const calls = await inTurn(callers, verifyPause, (caller) => proveAndWait(client, carrier, caller));
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
  return pace(questions, webhookInterval, async ({ call, url }) => {
    const answer = await askInWebhook(client, {
      url,
      sid: call.sid,
      digits: verb === '<Dial' ? '1' : undefined,
    });
    if (!answer.body.includes(verb)) throw new Error(`No ${verb}> in the answer: ${answer.body}`);
    return { ...answer, call };
  });
}
