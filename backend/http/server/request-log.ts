import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log, LogFields } from '../../ports/log.ts';

/**
 * Logs one line for each HTTP request, answered or aborted. The line holds the route's pattern instead of the address:
 * an address can contain a callback's id, which is a capability.
 */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    const logAborted = () => log.info('request', { ...fieldsOf(request, reply), hung_up: true });
    reply.raw.once('close', logAborted).once('finish', () => reply.raw.off('close', logAborted));
  });
  app.addHook('onResponse', async (request, reply) => {
    log.info('request', { ...fieldsOf(request, reply), status: reply.statusCode });
  });
}

function fieldsOf({ id, method, routeOptions }: FastifyRequest, { elapsedTime }: FastifyReply): LogFields {
  return { id, method, route: routeOptions.url ?? 'none', ms: Math.round(elapsedTime) };
}
