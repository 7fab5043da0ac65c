import type { FastifyInstance, RouteOptions } from 'fastify';
import { sendProblem } from '../problems/send-problem.ts';

/** Methods by which an address may be asked, by route pattern. */
export type RegisteredMethods = Map<string, Set<string>>;

/** Collects what is registered from now on, here and in plugins. */
export function collectMethods(app: FastifyInstance): RegisteredMethods {
  const taken: RegisteredMethods = new Map();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = taken.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    taken.set(url, methods);
  });
  return taken;
}

/** Gives every address an answer to the methods it does not take, so that they are told from unknown addresses. */
export function refuseOtherMethods(app: FastifyInstance, taken: RegisteredMethods): void {
  for (const [url, methods] of [...taken]) {
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
