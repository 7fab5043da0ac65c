import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log, LogFields } from '../../ports/log.ts';
import { sendProblem } from '../problems/send-problem.ts';

const fixedHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  // Answers are about one person or about one moment.
  'cache-control': 'no-store',
} as const;

/** Returns the headers of every answer. HSTS needs an https address: it would lock out a development host. */
export function securityHeaders(publicBaseUrl: string): Record<string, string> {
  return publicBaseUrl.startsWith('https:')
    ? { ...fixedHeaders, 'strict-transport-security': 'max-age=31536000' }
    : fixedHeaders;
}

export function setHeaders(reply: FastifyReply, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
}

/** A host and a port, without the comma and the blanks of several hosts in one line. */
const oneHost = /^(?:[\w.~%!$&'()*+;=-]+|\[[\da-f:.]+\])?(?::\d*)?$/i;

/**
 * Refuses a request with several Host headers, or with several hosts in one: a proxy and this server could each read
 * another one. https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function refuseSeveralHosts(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    const hosts = raw.rawHeaders.filter(
      (_, index, all) => all[index - 1]?.toLowerCase() === 'host' && index % 2 === 1,
    );
    if (hosts.length <= 1 && oneHost.test(hosts[0] ?? '')) return;
    const problem = hosts.length > 1 ? 'must be sent once' : 'must be one host';
    return sendProblem(reply, 'invalid-request', { errors: [{ field: 'Host', problem }] });
  });
}

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
