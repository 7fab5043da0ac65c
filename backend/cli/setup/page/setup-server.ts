import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { PageAsking } from './page-asking.ts';
import { renderNotice, renderSetupPage, setupPagePolicy } from './page-html.ts';

const host = '127.0.0.1';
/** Long enough to copy keys from the consoles of providers. */
const idleTimeoutMs = 15 * 60_000;
const settleMs = 3_000;
const bodyLimit = 16_384;

export type SetupServer = {
  /** Opens the page once, in the first browser that follows it. */
  link: string;
  /** Resolves when the report was sent; rejects never. */
  reportSent: Promise<void>;
  close(): Promise<void>;
};

/**
 * Serves the questions on loopback to the one browser that opened the link. Other local users and web pages know
 * neither the link nor the cookie. Without an action for a quarter of an hour the setup stops.
 */
export async function startSetupServer(
  page: PageAsking,
  { port = 0, timeoutMs = idleTimeoutMs }: { port?: number; timeoutMs?: number } = {},
): Promise<SetupServer> {
  const linkToken = createSecret();
  const [path, cookie] = [`/${createSecret()}`, createSecret()];
  let isOpened = false;
  let authority = '';
  let markSent = () => {};
  const reportSent = new Promise<void>((resolve) => {
    markSent = resolve;
  });
  const app = fastify({ bodyLimit, forceCloseConnections: true, exposeHeadRoutes: false });
  await app.register(formbody);
  const idle = setTimeout(
    () => page.stop('Nothing happened for a while, and nothing was written.'),
    timeoutMs,
  );

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': setupPagePolicy,
      'cache-control': 'no-store',
      // With no-referrer a browser sends the forms of this page with the origin null.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
    // Another name for this address is a page of another site: DNS rebinding.
    if (request.headers.host !== authority) return refuse(reply);
    if (request.method === 'POST' && request.headers.origin !== `http://${authority}`) return refuse(reply);
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply));
  app.setErrorHandler((_error, _request, reply) => refuse(reply));

  app.get<{ Params: { token: string } }>('/open/:token', (request, reply) => {
    // A browser that only fetches ahead has not opened the link.
    const isAhead = request.headers['sec-purpose'] !== undefined;
    if (isOpened || isAhead || !isSame(request.params.token, linkToken)) return refuse(reply);
    isOpened = true;
    return reply
      .header('set-cookie', `setup=${cookie}; Path=${path}; HttpOnly; SameSite=Lax`)
      .redirect(path, 303);
  });

  function isOwner(request: FastifyRequest): boolean {
    const sent = /(?:^|;\s*)setup=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    if (!isOpened || !isSame(sent, cookie)) return false;
    idle.refresh();
    return true;
  }

  app.get(path, async (request, reply) => {
    if (!isOwner(request)) return refuse(reply);
    await page.settle(settleMs);
    const view = page.view();
    if (view.report !== undefined) reply.raw.once('finish', markSent);
    return send(reply, renderSetupPage(view, path));
  });

  app.post<{ Body: { question?: string; answer?: string } | undefined }>(path, async (request, reply) => {
    if (!isOwner(request)) return refuse(reply);
    const { question = '', answer = '' } = request.body ?? {};
    const typed = String(answer);
    const problem = page.answer(Number(question), typed);
    if (problem === undefined) return reply.redirect(path, 303);
    return send(reply.code(422), renderSetupPage(page.view(), path, { typed, problem }));
  });

  app.post(`${path}/stop`, (request, reply) => {
    if (!isOwner(request)) return refuse(reply);
    reply.raw.once('finish', () => page.stop('Setup was left, and nothing was written.'));
    return send(reply, renderNotice('Setup was left', 'Nothing was written. You can close this page.'));
  });

  await app.listen({ host, port });
  authority = `${host}:${(app.server.address() as AddressInfo).port}`;
  return {
    link: `http://${authority}/open/${linkToken}`,
    reportSent,
    async close() {
      clearTimeout(idle);
      await app.close();
    },
  };
}

function send(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(html);
}

/** Without the link and its cookie, every request gets the same 404. */
function refuse(reply: FastifyReply): FastifyReply {
  const text = 'Open the link that ./run.sh setup --page printed. It works once, in one browser.';
  return send(reply.code(404), renderNotice('There is no page here', text));
}

function createSecret(): string {
  return randomBytes(24).toString('base64url');
}

function isSame(typed: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(typed), digest(secret));
}
