import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { requestClient } from '../client/client-identity.ts';
import { trustedProxies } from '../client/trusted-proxies.ts';
import type { HttpDeps } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { followCallback, stateId } from './follow.ts';
import { callbackParams, isSettled, presentCallback } from './present.ts';
import { createStreamLimiter } from './stream-limiter.ts';

const schema = {
  tags: ['visitor'],
  summary: 'Follow a request as server-sent events',
  description:
    'Every `state` event holds a whole Callback. A comment comes at least every 15 seconds: a page that hears ' +
    'nothing for longer should read the request itself. The stream ends after the last change.',
  params: callbackParams,
  headers: z.object({ 'last-event-id': z.string().optional() }),
  response: {
    200: {
      description: 'A stream of `state` events.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    204: z.undefined().describe('The last event was the last one: there is nothing to come back for.'),
    ...problemResponses('not-found', 'too-many-streams'),
  },
};

/** Seconds after which another stream may be tried. */
const retryAfter = 15;

export function eventsRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  const seats = createStreamLimiter();
  const isTrusted = trustedProxies(deps.settings.trustedProxies);
  const open = new Set<EventStream>();

  return (app, _options, done) => {
    app.addHook('preClose', async () => {
      for (const stream of open) stream.end();
    });
    app.get('/callbacks/:id/events', { schema, exposeHeadRoute: false }, async (request, reply) => {
      const { id } = request.params;
      const seen = request.headers['last-event-id'];
      const record = await deps.store.load(id);
      if (record === undefined) return sendProblem(reply, 'not-found');
      const state = await presentCallback(deps, record);
      if (isSettled(state) && stateId(state) === seen) return reply.code(204).send();
      const leave = seats.acquire(id, requestClient(request, deps.secrets, isTrusted));
      if (leave === undefined) return sendProblem(reply, 'too-many-streams', { retry_after: retryAfter });
      const closing = [leave];
      const stream = openEventStream(reply, () => {
        open.delete(stream);
        for (const close of closing) close();
      });
      open.add(stream);
      closing.push(followCallback(deps, id, stream, seen).stop);
    });
    done();
  };
}
