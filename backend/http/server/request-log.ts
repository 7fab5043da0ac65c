import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log, LogFields } from '../../ports/log.ts';

/** One line a request, answered or not. The route's pattern stands in for the address, which may hold a capability. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    const hungUp = () => log.info('request', { ...fieldsOf(request, reply), hung_up: true });
    reply.raw.once('close', hungUp).once('finish', () => reply.raw.off('close', hungUp));
  });
  app.addHook('onResponse', async (request, reply) => {
    log.info('request', { ...fieldsOf(request, reply), status: reply.statusCode });
  });
}

function fieldsOf({ id, method, routeOptions }: FastifyRequest, { elapsedTime }: FastifyReply): LogFields {
  return { id, method, route: routeOptions.url ?? 'none', ms: Math.round(elapsedTime) };
}
