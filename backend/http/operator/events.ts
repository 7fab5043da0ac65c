import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ListItem } from '../../ports/operator/callback-list.ts';
import { createWakeLoop } from '../../usecases/wake-loop.ts';
import { type EventStream, keepStreams } from '../callbacks/event-stream.ts';
import { createStreamLimiter } from '../callbacks/stream-limiter.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { presentRow } from './present.ts';

const schema = {
  tags: ['operator'],
  summary: 'Follow all callbacks as server-sent events',
  description:
    'Every `callback` event holds a whole row. A comment is sent at least every 15 seconds. With Last-Event-ID the ' +
    'stream first repeats what changed since then; a `resync` event says that this was too much. The stream ends with ' +
    'its session or token, and does not keep a session alive.',
  headers: z.object({ 'last-event-id': z.string().max(40).optional() }),
  response: {
    200: {
      description: 'A stream of `callback` events.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problemResponses('too-many-streams', ...gateRefusals),
  },
};

const retryAfterSeconds = 15;
/** One stream serves all tabs of a browser. */
const streamLimits = { perCallback: 50, perClient: 20, total: 50 };

type EventsDeps = Uses<'store' | 'callbackList' | 'numbers' | 'clock' | 'log' | 'stopping', 'siteId'> & {
  client: ClientIdentity;
};

/** `GET /admin/events` */
export function operatorEventsRoute(deps: EventsDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const limiter = createStreamLimiter(streamLimits);
  return (app, _options, done) => {
    gate.requireQuietly(app, 'viewer');
    const streams = keepStreams(app, deps.stopping);
    app.get('/admin/events', { schema, exposeHeadRoute: false }, async (request, reply) => {
      const release = limiter.acquire('all', deps.client.fingerprint(request));
      if (release === undefined)
        return sendProblem(reply, 'too-many-streams', { retry_after: retryAfterSeconds });
      const closing = [release];
      const stream = streams.open(reply, closing);
      if (deps.stopping.aborted) return;
      closing.push(gate.endWithAccess(request, () => stream.end()));
      closing.push(followAll(deps, stream, readResumePoint(request.headers['last-event-id'])));
    });
    done();
  };
}

/** An event's id is the time of the change that it reports. */
function readResumePoint(lastEventId: string | undefined): number | undefined {
  const at = Number(lastEventId);
  return lastEventId === undefined || !Number.isSafeInteger(at) ? undefined : at;
}

const heartbeatIntervalMs = 15_000;
/** Changes within this time are sent together. */
const gatherMs = 100;
const maxRows = 500;

/** Sends a row after each commit that touched it. Returns what stops it. */
function followAll(deps: EventsDeps, stream: EventStream, resumeAt: number | undefined): () => void {
  const { clock, store, callbackList, settings, log } = deps;
  const touched = new Set<string>();
  const sentVersions = new Map<string, number>();
  let stopped = false;
  let cancelGather = () => {};
  let cancelHeartbeat = () => {};
  let missedSince = resumeAt;
  const loop = createWakeLoop(clock, async () => {
    await sendChanges();
    return undefined;
  });

  const stopListening = store.onCommit(({ callbackId }) => {
    if (touched.size === 0) cancelGather = clock.after(gatherMs, loop.wake);
    touched.add(callbackId);
  });

  async function sendChanges(): Promise<void> {
    const ids = [...touched];
    touched.clear();
    try {
      const missed = await readMissed();
      const items = ids.length === 0 ? [] : await callbackList.find(settings.siteId, ids);
      for (const item of [...missed, ...items]) send(item);
    } catch (cause) {
      for (const id of ids) touched.add(id);
      cancelGather = clock.after(1_000, loop.wake);
      log.debug('operator stream could not read callbacks; retrying', { cause: String(cause) });
    }
  }

  async function readMissed(): Promise<ListItem[]> {
    if (missedSince === undefined) return [];
    const missed = await callbackList.changedSince(settings.siteId, missedSince, maxRows);
    missedSince = undefined;
    if (missed.length < maxRows) return missed;
    stream.send({ id: String(clock.now()), name: 'resync', data: '{}' });
    return [];
  }

  function send(item: ListItem): void {
    const { callbackId, version, updatedAt } = item.callback;
    if (stopped || sentVersions.get(callbackId) === version) return;
    sentVersions.set(callbackId, version);
    if (sentVersions.size > maxRows) sentVersions.delete(sentVersions.keys().next().value ?? '');
    stream.send({ id: String(updatedAt), name: 'callback', data: JSON.stringify(presentRow(deps, item)) });
  }

  function beat(): void {
    stream.heartbeat();
    cancelHeartbeat = clock.after(heartbeatIntervalMs, beat);
  }

  cancelHeartbeat = clock.after(heartbeatIntervalMs, beat);
  stream.heartbeat();
  loop.wake();
  return () => {
    stopped = true;
    stopListening();
    loop.stop();
    cancelGather();
    cancelHeartbeat();
  };
}
