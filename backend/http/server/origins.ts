import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Uses } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';

type OriginDeps = Uses<'sites', 'siteId' | 'publicBaseUrl'>;

const readMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Lets only pages of exactly these origins read answers, and send other requests than reads from a browser. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
    exposedHeaders: ['location', 'retry-after', 'x-request-id'],
    maxAge: 600,
    strictPreflight: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || readMethods.includes(request.method)) return;
    if (!origins.includes(origin)) return sendProblem(reply, 'origin-not-allowed');
  });
}

/** Returns the origins whose pages may use the API. The platform's own pages send their origin too. */
export function allowedOrigins({ sites, settings }: OriginDeps): string[] {
  const { site } = sites.get(settings.siteId);
  return [...new Set([...site.origins, new URL(settings.publicBaseUrl).origin])];
}

/**
 * Returns the page that a visitor goes back to, without its fragment. It must have exactly an allowed origin; any
 * other page gives `undefined`. Without `returnTo` it is the page of the configuration.
 */
export function registeredPage(
  deps: OriginDeps & Uses<never, 'frontendUrl'>,
  returnTo: string | undefined,
): string | undefined {
  if (returnTo === undefined) return deps.settings.frontendUrl;
  const url = URL.parse(returnTo);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  // A blob: address has the origin of the page that made it: https://url.spec.whatwg.org/#origin
  if (!/^https?:$/.test(url.protocol)) return undefined;
  if (!allowedOrigins(deps).includes(url.origin)) return undefined;
  url.hash = '';
  return url.href;
}
