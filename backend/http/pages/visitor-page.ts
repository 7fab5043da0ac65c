import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply } from 'fastify';
import { addBrandColor } from '../../../contract/brand.ts';
import { fillPolicyPage, policyPages } from '../../../contract/policy-page.ts';
import type { Uses } from '../deps.ts';

/** The operator's dashboard, which has a content policy of its own. */
const dashboard = 'admin/dashboard.html';
const yearSeconds = 31_536_000;

const notBuilt = `The visitor's page is not built yet. Build it, then restart the server:

    npm run build:page

The API works without the page. Its description is at /api/v1/docs.
`;

type PageDeps = Uses<'sites', 'siteId' | 'pageRoot' | 'frameAncestors' | 'retentionDays' | 'privacyContact'>;

/** Serves the built page at `/`, as it is when the server starts. Without a build, explains how to build it. */
export function pageRoutes(deps: PageDeps): FastifyPluginCallback {
  const root = deps.settings.pageRoot;
  const form = readPage(deps.settings, 'index.html', deps.sites.get(deps.settings.siteId).site);
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
      globIgnore: ['index.html', ...policyPages, dashboard],
      index: false,
      schemaHide: true,
      cacheControl: false,
      setHeaders: setAssetHeaders,
    });
    for (const path of ['/', '/index.html'])
      app.get(path, { schema: { hide: true } }, (_request, reply) => sendPage(reply, form));
    addPolicyPages(app, deps);
    addDashboard(app, root);
    done();
  };
}

/** Serves the dashboard under both of its addresses. No site may frame it, whichever may frame the visitor's page. */
function addDashboard(app: FastifyInstance, pageRoot: string): void {
  const page = readPage({ pageRoot, frameAncestors: [] }, dashboard);
  if (page === undefined) return;
  for (const path of ['/admin/', `/${dashboard}`])
    app.get(path, { schema: { hide: true } }, (_request, reply) => sendPage(reply, page));
}

/** Fills in the business and its settings when the server starts. */
function addPolicyPages(app: FastifyInstance, { sites, settings }: PageDeps): void {
  const { businessName } = sites.get(settings.siteId).site;
  const facts = { businessName, retentionDays: settings.retentionDays, contact: settings.privacyContact };
  for (const name of policyPages) {
    const page = readPage(settings, name);
    if (page === undefined) continue;
    const filled = { ...page, html: fillPolicyPage(page.html, facts) };
    app.get(`/${name}`, { schema: { hide: true } }, (_request, reply) => sendPage(reply, filled));
  }
}

type BuiltPage = { html: string; policy: string };

/** A page states its policy in a meta element. Framing can be allowed or forbidden only in a header. */
function readPage(
  { pageRoot, frameAncestors }: Pick<PageDeps['settings'], 'pageRoot' | 'frameAncestors'>,
  name: string,
  brand: Brand = {},
): BuiltPage | undefined {
  try {
    const html = addBrand(readFileSync(join(pageRoot, name), 'utf8'), brand);
    const ancestors = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/i.exec(html) ?? [];
    return { html, policy: `${policy ?? "default-src 'none'"}; frame-ancestors ${ancestors}` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

type Brand = { brandColor?: string | undefined; brandLogoUrl?: string | undefined };

/** The build knows no settings of this server, so the colour and the logo's origin are added here. */
function addBrand(html: string, { brandColor, brandLogoUrl }: Brand): string {
  const colored = brandColor === undefined ? html : addBrandColor(html, brandColor);
  return brandLogoUrl === undefined
    ? colored
    : colored.replace("img-src 'self'", `img-src 'self' ${new URL(brandLogoUrl).origin}`);
}

/** Pages are revalidated every time. */
function sendPage(reply: FastifyReply, { html, policy }: BuiltPage): FastifyReply {
  return reply
    .header('cache-control', 'no-cache')
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(html);
}

/**
 * Assets are named by their content hash, so browsers keep them. The widget's files are for pages of every origin: the
 * API decides which of them it answers.
 */
function setAssetHeaders(reply: FastifyReply, path: string): void {
  const isAsset = /[/\\]assets[/\\]/.test(path);
  const isLoader = /[/\\](?:widget|v1)\.js$/.test(path);
  const kept = isLoader ? 'public, max-age=3600, stale-while-revalidate=86400' : 'no-cache';
  reply.header('cache-control', isAsset ? `public, max-age=${yearSeconds}, immutable` : kept);
  if (!isLoader && !/[/\\]widget[/\\]/.test(path)) return;
  reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}
