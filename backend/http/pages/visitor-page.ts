import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply } from 'fastify';
import { fillPolicyPage, policyPages } from '../../../contract/policy-page.ts';
import type { Uses } from '../deps.ts';

const yearSeconds = 31_536_000;

const notBuilt = `The visitor's page is not built yet. Build it, then restart the server:

    npm run build:page

The API works without the page. Its description is at /api/v1/docs.
`;

type PageDeps = Uses<'sites', 'siteId' | 'pageRoot' | 'retentionDays' | 'privacyContact'>;

/** Serves the built page at `/`, as it is when the server starts. Without a build, explains how to build it. */
export function pageRoutes(deps: PageDeps): FastifyPluginCallback {
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
      // One route for each file, so that unknown paths stay 404 for every method.
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

/** Fills in the business and its settings when the server starts. */
function addPolicyPages(app: FastifyInstance, { sites, settings }: PageDeps): void {
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

/** A page states its policy in a meta element. Framing can be forbidden only in a header. */
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

/** Assets are named by their content hash, so browsers keep them. Pages are revalidated every time. */
function setPageHeaders(reply: FastifyReply, path: string, policy: string): void {
  const isAsset = /[/\\]assets[/\\]/.test(path);
  reply.header('cache-control', isAsset ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
  if (path.endsWith('.html')) reply.header('content-security-policy', policy);
}
