import type { FastifyInstance, RouteOptions } from 'fastify';
import { sendProblem } from '../problems/send-problem.ts';

/** The methods of each route pattern. */
type MethodsByRoute = Map<string, Set<string>>;

/** Collects the routes that are registered after this call, also those in plugins. */
export function collectMethods(app: FastifyInstance): MethodsByRoute {
  const methodsByRoute: MethodsByRoute = new Map();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = methodsByRoute.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsByRoute.set(url, methods);
  });
  return methodsByRoute;
}

/** Answers all other methods of known addresses with 405 instead of 404. */
export function refuseOtherMethods(app: FastifyInstance, methodsByRoute: MethodsByRoute): void {
  for (const [url, methods] of [...methodsByRoute]) {
    const others = app.supportedMethods.filter((method) => method !== 'OPTIONS' && !methods.has(method));
    if (url === '*' || others.length === 0) continue;
    const allow = [...methods, 'OPTIONS'].join(', ');
    app.route({
      url,
      method: others,
      schema: { hide: true },
      onRequest: async (_request, reply) => sendProblem(reply.header('allow', allow), 'method-not-allowed'),
      handler: async () => undefined,
    });
  }
}
