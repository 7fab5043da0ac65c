import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply } from 'fastify';
import { fillPolicyPage, policyPages } from '../../../contract/policy-page.ts';
import type { HttpDeps } from '../deps.ts';

const aYear = 31_536_000;

const notBuilt = `The visitor's page is not built yet. Build it, and start the server again:

    npm run build:page

The API works without it; what it can do stands at /api/v1/docs.
`;

/** The visitor's page at `/`, as it lies in its folder when the server starts; until it is built, how to build it. */
export function pageRoutes(deps: Pick<HttpDeps, 'sites' | 'settings'>): FastifyPluginCallback {
  const root = deps.settings.pageRoot;
  const form = readPage(root, 'index.html');
  return (app, _options, done) => {
    if (form === undefined) {
      app.get('/', { schema: { hide: true } }, (_request, reply) =>
        reply.type('text/plain; charset=utf-8').send(notBuilt),
      );
      return done();
    }
    app.register(files, {
      root,
      // One route a file: what is no file stays unknown to every method.
      wildcard: false,
      globIgnore: [...policyPages],
      schemaHide: true,
      cacheControl: false,
      setHeaders: (reply, path) => setPageHeaders(reply, path, form.policy),
    });
    addPolicyPages(app, deps);
    done();
  };
}

/** What these pages say of the business and of its settings is filled in as the server starts. */
function addPolicyPages(
  app: FastifyInstance,
  { sites, settings }: Pick<HttpDeps, 'sites' | 'settings'>,
): void {
  const { businessName } = sites.get(settings.siteId).site;
  const facts = { businessName, retentionDays: settings.retentionDays, contact: settings.privacyContact };
  for (const name of policyPages) {
    const page = readPage(settings.pageRoot, name);
    if (page === undefined) continue;
    const html = fillPolicyPage(page.html, facts);
    app.get(`/${name}`, { schema: { hide: true } }, (_request, reply) => {
      setPageHeaders(reply, name, page.policy);
      return reply.type('text/html; charset=utf-8').send(html);
    });
  }
}

/** A page states what it needs in a meta element; framing can be forbidden only in a header. */
function readPage(root: string, name: string): { html: string; policy: string } | undefined {
  try {
    const html = readFileSync(join(root, name), 'utf8');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/i.exec(html) ?? [];
    return { html, policy: `${policy ?? "default-src 'none'"}; frame-ancestors 'none'` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What is named by its content may be kept for ever; a page itself is asked for every time. */
function setPageHeaders(reply: FastifyReply, path: string, policy: string): void {
  const named = /[/\\]assets[/\\]/.test(path);
  reply.header('cache-control', named ? `public, max-age=${aYear}, immutable` : 'no-cache');
  if (path.endsWith('.html')) reply.header('content-security-policy', policy);
}
