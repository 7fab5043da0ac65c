import formBody from '@fastify/formbody';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { businessLanguage } from '../../domain/messages/translate.ts';
import { type LinkedCallback, openNoticeLink, useNoticeLink } from '../../usecases/notice-link.ts';
import type { ActionResult } from '../../usecases/operator/actions.ts';
import type { Uses } from '../deps.ts';
import { noticePagePolicy, renderNoticePage } from './notice-page-html.ts';

const longestToken = 200;
const params = z.object({ token: z.string().max(longestToken) });
const body = z.object({ action: z.enum(['call', 'done']) });

type NoticePageDeps = Uses<
  'store' | 'sites' | 'secrets' | 'clock' | 'spending' | 'messages' | 'calendar' | 'log',
  'siteId'
>;

/**
 * `GET /r/{token}` shows the callback of a notice, `POST` calls it back or marks it as done. Only a POST acts, because mail
 * scanners and previews of chats open links.
 */
export function noticePageRoutes(deps: NoticePageDeps): FastifyPluginCallbackZod {
  const { site } = deps.sites.get(deps.settings.siteId);

  function show(
    reply: FastifyReply,
    linked: LinkedCallback,
    refused?: Parameters<typeof renderNoticePage>[2],
  ) {
    const language = businessLanguage(site);
    const facts = {
      language,
      businessName: site.businessName,
      businessNumber: site.businessNumber,
      askedAt: ({ createdAt }: { createdAt: number }) => deps.calendar.write(site.zone, createdAt, language),
      now: deps.clock.now(),
    };
    return (
      reply
        .header('content-security-policy', noticePagePolicy)
        .header('x-robots-tag', 'noindex, nofollow')
        // With the usual `no-referrer` a browser hides the origin of the page's own forms.
        .header('referrer-policy', 'same-origin')
        .code(statusOf(linked, refused))
        .type('text/html; charset=utf-8')
        .send(renderNoticePage(linked, facts, refused))
    );
  }

  return (app, _options, done) => {
    app.register(formBody);
    app.get('/r/:token', { schema: { params, hide: true } }, async ({ params: { token } }, reply) =>
      show(reply, await openNoticeLink(deps, token)),
    );
    app.post('/r/:token', { schema: { params, body, hide: true } }, async (request, reply) => {
      const { token } = request.params;
      const used = await useNoticeLink(deps, token, request.body.action === 'call' ? 'retry' : 'done');
      const linked = await openNoticeLink(deps, token);
      if (linked.state !== 'open') return reply.redirect(`/r/${token}`, 303);
      return show(reply, linked, refusalOf(used));
    });
    done();
  };
}

function statusOf({ state }: LinkedCallback, refused: unknown): number {
  if (state === 'unknown') return 404;
  if (state === 'expired') return 410;
  return refused === undefined ? 200 : 409;
}

function refusalOf(used: ActionResult | undefined): Parameters<typeof renderNoticePage>[2] {
  if (used === undefined || used.ok) return undefined;
  const { reason } = used;
  return reason === 'business-closed' || reason === 'budget-reached' || reason === 'attempt-open'
    ? reason
    : 'other';
}
