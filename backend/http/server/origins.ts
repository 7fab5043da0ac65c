import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';

const reading = ['GET', 'HEAD', 'OPTIONS'];

/** Only pages of exactly these origins may read answers, and only they may send anything from a browser. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
    exposedHeaders: ['location', 'retry-after', 'x-request-id'],
    maxAge: 600,
    strictPreflight: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || reading.includes(request.method)) return;
    if (!origins.includes(origin)) return sendProblem(reply, 'origin-not-allowed');
  });
}

/** Origins whose pages may use the API. The platform's own pages send their origin too. */
export function allowedOrigins({ sites, settings }: Pick<HttpDeps, 'sites' | 'settings'>): string[] {
  const { site } = sites.get(settings.siteId);
  return [...new Set([...site.origins, new URL(settings.publicBaseUrl).origin])];
}

/**
 * The page that a visitor may be sent back to: one of exactly a registered origin, without fragment; undefined for
 * any other. Where none is named, the page of the configuration.
 */
export function registeredPage(
  deps: Pick<HttpDeps, 'sites' | 'settings'>,
  returnTo: string | undefined,
): string | undefined {
  if (returnTo === undefined) return deps.settings.frontendUrl;
  const url = URL.parse(returnTo);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  // A blob: address has the origin of whoever made it: https://url.spec.whatwg.org/#origin
  if (!/^https?:$/.test(url.protocol)) return undefined;
  if (!allowedOrigins(deps).includes(url.origin)) return undefined;
  url.hash = '';
  return url.href;
}
