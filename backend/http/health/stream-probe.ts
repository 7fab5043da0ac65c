import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { keepStreams } from '../callbacks/event-stream.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';

const schema = {
  tags: ['machines'],
  summary: 'Three server-sent events in half a second',
  description: 'Shows whether a proxy passes live events on, or holds them back until the end.',
  response: {
    200: {
      description: 'A stream of three `probe` events.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problemResponses('too-many-streams'),
  },
};

const gapMs = 200;
const eventCount = 3;
/** The route is public. The limit lets the doctor probe, and keeps the cost for the server small. */
const maxOpen = 5;

/** `GET /health/stream` */
export function streamProbeRoute({ clock, stopping }: Uses<'clock' | 'stopping'>): FastifyPluginCallbackZod {
  let open = 0;

  return (app, _options, done) => {
    const streams = keepStreams(app, stopping);
    app.get('/health/stream', { schema, exposeHeadRoute: false }, async (_request, reply) => {
      if (open >= maxOpen) return sendProblem(reply, 'too-many-streams', { retry_after: 1 });
      open += 1;
      let cancel = () => {};
      const stream = streams.open(reply, [
        () => {
          open -= 1;
          cancel();
        },
      ]);
      const sendFrom = (number: number) => {
        stream.send({ id: String(number), name: 'probe', data: String(number) });
        if (number === eventCount) stream.end();
        else cancel = clock.after(gapMs, () => sendFrom(number + 1));
      };
      sendFrom(1);
    });
    done();
  };
}
