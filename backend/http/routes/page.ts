import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyPluginCallback, FastifyReply } from 'fastify';

const aYear = 31_536_000;

const notBuilt = `The visitor's page is not built yet. Build it, and start the server again:

    npm run build:page

The API works without it; what it can do stands at /api/v1/docs.
`;

/** The visitor's page at `/`, as it lies in `root` when the server starts; until it is built, how to build it. */
export function pageRoutes(root: string): FastifyPluginCallback {
  const policy = readPolicy(root);
  return (app, _options, done) => {
    if (policy === undefined) {
      app.get('/', { schema: { hide: true } }, (_request, reply) =>
        reply.type('text/plain; charset=utf-8').send(notBuilt),
      );
      return done();
    }
    app.register(files, {
      root,
      // One route a file: what is no file stays unknown to every method.
      wildcard: false,
      schemaHide: true,
      cacheControl: false,
      setHeaders: (reply, path) => setPageHeaders(reply, path, policy),
    });
    done();
  };
}

/** The page states what it needs in a meta element; framing can be forbidden only in a header. */
function readPolicy(root: string): string | undefined {
  try {
    const html = readFileSync(join(root, 'index.html'), 'utf8');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/i.exec(html) ?? [];
    return `${policy ?? "default-src 'none'"}; frame-ancestors 'none'`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What is named by its content may be kept for ever; the page itself is asked for every time. */
function setPageHeaders(reply: FastifyReply, path: string, policy: string): void {
  const named = /[/\\]assets[/\\]/.test(path);
  reply.header('cache-control', named ? `public, max-age=${aYear}, immutable` : 'no-cache');
  if (path.endsWith('.html')) reply.header('content-security-policy', policy);
}
