import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ClientIdentity } from '../client/client-identity.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { keepStreams } from './event-stream.ts';
import { followCallback, stateId } from './follow.ts';
import { callbackParams, isFinal, type PresentDeps, presentCallback } from './present.ts';
import { createStreamLimiter } from './stream-limiter.ts';

const schema = {
  tags: ['visitor'],
  summary: 'Follow a callback as server-sent events',
  description:
    'Every `state` event holds a whole Callback. A comment is sent at least every 15 seconds. A page that ' +
    'receives nothing for longer should read the callback itself. The stream ends after the last change.',
  params: callbackParams,
  headers: z.object({ 'last-event-id': z.string().optional() }),
  response: {
    200: {
      description: 'A stream of `state` events.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    204: z.undefined().describe('The page has already received the last event. It should not reconnect.'),
    ...problemResponses('not-found', 'too-many-streams'),
  },
};

const retryAfterSeconds = 15;

type EventsDeps = PresentDeps & Uses<'log' | 'stopping'> & { client: ClientIdentity };

/** `GET /api/v1/callbacks/:id/events` */
export function eventsRoute(deps: EventsDeps): FastifyPluginCallbackZod {
  const limiter = createStreamLimiter();

  return (app, _options, done) => {
    const streams = keepStreams(app, deps.stopping);
    app.get('/callbacks/:id/events', { schema, exposeHeadRoute: false }, async (request, reply) => {
      const { id } = request.params;
      const lastEventId = request.headers['last-event-id'];
      const record = await deps.store.load(id);
      if (record === undefined) return sendProblem(reply, 'not-found');
      const state = await presentCallback(deps, record);
      if (isFinal(state) && stateId(state) === lastEventId) return reply.code(204).send();
      const release = limiter.acquire(id, deps.client.fingerprint(request));
      if (release === undefined)
        return sendProblem(reply, 'too-many-streams', { retry_after: retryAfterSeconds });
      const closing = [release];
      const stream = streams.open(reply, closing);
      if (deps.stopping.aborted) return;
      closing.push(followCallback(deps, id, stream, lastEventId).stop);
    });
    done();
  };
}
