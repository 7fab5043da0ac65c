import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Uses } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';
import { addCallbackMetrics, type CallbackMetricDeps } from './callback-metrics.ts';
import { measureRequests } from './request-metrics.ts';
import { addSystemMetrics, type SystemMetricDeps } from './system-metrics.ts';

type MetricDeps = CallbackMetricDeps & SystemMetricDeps & Uses<'secrets', 'metricsToken'>;

type Metrics = {
  /** Adds the hook that measures; call it before routes are added. */
  measureRequests(app: FastifyInstance): void;
  /** `GET /metrics` */
  route: FastifyPluginCallback;
};

/**
 * Creates the metrics in the format of Prometheus; undefined without a token, and then nothing is measured. All but
 * latency is read from the database when it is collected.
 */
export function createMetrics(deps: MetricDeps): Metrics | undefined {
  const { secrets, settings } = deps;
  const { metricsToken } = settings;
  if (metricsToken === undefined) return undefined;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addCallbackMetrics(registry, deps);
  addSystemMetrics(registry, deps);
  return {
    measureRequests: (app) => measureRequests(app, registry),
    route(app, _options, done) {
      app.get('/metrics', { schema: { hide: true } }, async ({ headers }, reply) => {
        const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
        if (!secrets.same(token, metricsToken))
          return sendProblem(reply.header('www-authenticate', 'Bearer'), 'operator-token-wrong', {
            detail: 'Send the value of METRICS_TOKEN as Authorization: Bearer.',
          });
        const text = await registry.metrics();
        return reply.type(registry.contentType).serializer(String).send(text);
      });
      done();
    },
  };
}
