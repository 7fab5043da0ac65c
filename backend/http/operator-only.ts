import type { FastifyInstance } from 'fastify';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createRecentRequests } from './recent-requests.ts';
import { requestClient } from './request-client.ts';
import { secondsUntil, sendProblem } from './send-problem.ts';
import { trustedProxies } from './trusted-proxies.ts';

type OperatorDeps = {
  secrets: Secrets;
  clock: Clock;
  log: Log;
  settings: { adminToken: string | undefined; trustedProxies: readonly string[] };
};

/** A client's requests to the operator's side, right token or wrong. */
const limits = [{ window: 60_000, max: 20 }];

/** Lets in whoever shows the operator's token; everybody else before anything of the request is read. */
export function operatorOnly(app: FastifyInstance, { secrets, clock, log, settings }: OperatorDeps): void {
  const { adminToken } = settings;
  const proxies = trustedProxies(settings.trustedProxies);
  const recent = createRecentRequests(limits);
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
