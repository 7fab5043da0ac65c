import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import type { FastifyPluginCallback, FastifyReply } from 'fastify';

const folder = join(import.meta.dirname, '../page');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

function readPage(): Map<string, string> {
  const names = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((name) => extname(name) in types && !/\.(test|d)\.ts$/.test(name))
    .map((name) => name.replaceAll('\\', '/'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/**
 * Serves the page of phones: `index.html` at `/`, its other files under `/page/`. The first request of a TypeScript
 * file strips its types, so the page needs no build.
 */
export const pageFiles: FastifyPluginCallback = (app, _options, done) => {
  let sources: Map<string, string> | undefined;
  const scripts = new Map<string, string>();

  const script = (name: string, source: string): string => {
    const stripped = scripts.get(name) ?? stripTypeScriptTypes(source);
    scripts.set(name, stripped);
    return stripped;
  };
  const send = (reply: FastifyReply, name: string) => {
    sources ??= readPage();
    const source = sources.get(name);
    if (source === undefined) return reply.callNotFound();
    const kind = extname(name);
    reply.headers(headers).type(types[kind] ?? '');
    return reply.send(kind === '.ts' ? script(name, source) : source);
  };

  app.get('/', (_request, reply) => send(reply, 'index.html'));
  app.get<{ Params: { '*': string } }>('/page/*', ({ params }, reply) => send(reply, params['*']));
  done();
};
