import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Uses } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';

type OriginDeps = Uses<'sites', 'siteId' | 'publicBaseUrl'>;

const readMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Lets only pages of exactly these origins read answers, and send other requests than reads from a browser. */
export function allowOrigins(
  app: FastifyInstance,
  origins: readonly string[],
  reportRefused: ReturnType<typeof createOriginReport>,
): void {
  app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
      'x-operator-refresh',
    ],
    exposedHeaders: ['content-disposition', 'location', 'retry-after', 'x-request-id'],
    maxAge: 600,
    strictPreflight: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || readMethods.includes(request.method)) return;
    if (!origins.includes(origin))
      return sendProblem(reply, 'origin-not-allowed', {
        detail: reportRefused(origin, request.headers.host),
      });
  });
}

/** Attackers can send any number of origins. */
const maxReportedOrigins = 20;

/** Logs each refused origin once, and returns what is wrong and which setting allows it. */
export function createOriginReport({ log, sites, settings }: OriginDeps & Uses<'log'>) {
  const reported = new Set<string>();
  return (typed: string, host: string | undefined): string => {
    const { origins } = sites.get(settings.siteId).site;
    const origin = URL.parse(typed)?.origin ?? 'null';
    const fix = adviseOrigin(origin, host, origins);
    if (!reported.has(origin) && reported.size < maxReportedOrigins) {
      reported.add(origin);
      log.warn('request of a page refused: its origin is not allowed', { origin, fix });
    }
    return `Pages of ${origin} may not use this server. For its operator: ${fix}.`;
  };
}

/** Outside production the server's own port is allowed without a setting. */
const localOrigin = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::|$)/;

function adviseOrigin(origin: string, host: string | undefined, origins: readonly string[]): string {
  if (origin === 'null')
    return 'serve the page from a web address: a file or a sandboxed frame has no origin to allow';
  if (URL.parse(origin)?.host === host && origin.startsWith('https:'))
    return `if this server is reached at this address, set PUBLIC_BASE_URL=${origin}`;
  const others = origins.filter((allowed) => !localOrigin.test(allowed));
  return `if this page is yours, set ALLOWED_ORIGINS=${[...others, origin].join(',')}`;
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
