import type { FastifyInstance } from 'fastify';
import { allowedAt, longestWindowMs, type RateLimit } from '../../domain/rate-limit.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import type { Uses } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';
import { secondsUntil } from '../wire-times.ts';

type OperatorDeps = Uses<'secrets' | 'clock' | 'log', 'adminToken'> & { client: ClientIdentity };

/** Limits a client's requests to the operator's routes, with a right token or a wrong one. */
const limits = [{ windowMs: 60_000, max: 20 }];

/** Admits only requests with the operator's token. Others are refused before their body is read. */
export function requireOperator(app: FastifyInstance, deps: OperatorDeps): void {
  const { client, secrets, clock, log } = deps;
  const { adminToken } = deps.settings;
  const limiter = createRateLimiter(limits);
  app.addHook('onRequest', async (request, reply) => {
    if (adminToken === undefined) return sendProblem(reply, 'operator-side-off');
    const now = clock.now();
    const retryAt = limiter.admit(client.fingerprint(request), now);
    if (retryAt > now)
      return sendProblem(reply, 'too-many-requests', { retry_after: secondsUntil(retryAt, now) });
    const [, token = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (secrets.same(token, adminToken)) return;
    log.warn('operator token rejected', {
      id: request.id,
      fix: 'send ADMIN_API_TOKEN as Authorization: Bearer',
    });
    // https://www.rfc-editor.org/rfc/rfc6750#section-3
    reply.header('www-authenticate', 'Bearer');
    return sendProblem(reply, 'operator-token-wrong');
  });
}

/** With more clients, those whose last request is oldest are forgotten. */
const maxClients = 10_000;

/** Limits each client's requests, counted in memory. Refused requests are not counted. */
function createRateLimiter(limits: readonly RateLimit[]) {
  const clients = new Map<string, number[]>();
  return {
    /** Returns when the request is allowed. Returns `at` itself when it is admitted and counted. */
    admit(client: string, at: number): number {
      const since = at - longestWindowMs(limits);
      const earlier = (clients.get(client) ?? []).filter((time) => time > since);
      const when = allowedAt(limits, earlier, at);
      clients.delete(client);
      clients.set(client, when > at ? earlier : [at, ...earlier]);
      if (clients.size > maxClients) clients.delete(clients.keys().next().value ?? '');
      return when;
    },
  };
}
