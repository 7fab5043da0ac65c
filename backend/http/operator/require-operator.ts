import type { FastifyInstance } from 'fastify';
import { allowedAt, longestWindow, type SlidingLimit } from '../../domain/rate-limit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { requestClient } from '../client/client-identity.ts';
import { trustedProxies } from '../client/trusted-proxies.ts';
import { sendProblem } from '../problems/send-problem.ts';
import { secondsUntil } from '../wire-times.ts';

type OperatorDeps = {
  secrets: Secrets;
  clock: Clock;
  log: Log;
  settings: { adminToken: string | undefined; trustedProxies: readonly string[] };
};

/** A client's requests to the operator's side, right token or wrong. */
const limits = [{ window: 60_000, max: 20 }];

/** Lets in whoever shows the operator's token; everybody else before anything of the request is read. */
export function requireOperator(app: FastifyInstance, { secrets, clock, log, settings }: OperatorDeps): void {
  const { adminToken } = settings;
  const proxies = trustedProxies(settings.trustedProxies);
  const recent = createRateLimiter(limits);
  app.addHook('onRequest', async (request, reply) => {
    if (adminToken === undefined) return sendProblem(reply, 'operator-side-off');
    const now = clock.now();
    const retryAt = recent.allowedAt(requestClient(request, secrets, proxies), now);
    if (retryAt > now)
      return sendProblem(reply, 'too-many-requests', { retry_after: secondsUntil(retryAt, now) });
    const [, shown = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (secrets.same(shown, adminToken)) return;
    log.warn('somebody without the operator’s token was turned away', { id: request.id });
    // https://www.rfc-editor.org/rfc/rfc6750#section-3
    reply.header('www-authenticate', 'Bearer');
    return sendProblem(reply, 'operator-token-wrong');
  });
}

/** More clients than this at once, and those that came longest ago are forgotten first. */
const maxClients = 10_000;

/** Counts in memory what each client sent lately; what is turned away does not count. */
function createRateLimiter(limits: readonly SlidingLimit[]) {
  const clients = new Map<string, number[]>();
  return {
    /** When this request is allowed; `at` lets it in, and counts it. */
    allowedAt(client: string, at: number): number {
      const since = at - longestWindow(limits);
      const earlier = (clients.get(client) ?? []).filter((time) => time > since);
      const when = allowedAt(limits, earlier, at);
      clients.delete(client);
      clients.set(client, when > at ? earlier : [at, ...earlier]);
      if (clients.size > maxClients) clients.delete(clients.keys().next().value ?? '');
      return when;
    },
  };
}
