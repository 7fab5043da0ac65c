import type { FastifyReply } from 'fastify';
import type { SignInFailed } from '../../contract/sign-in.ts';

export type Told = { handoff: string } | { error: 'oauth_failed'; reason: SignInFailed };

/** Back to a registered page. A fragment reaches the page alone: no server, log or Referer sees it. */
export function sendToPage(reply: FastifyReply, page: string, told: Told): FastifyReply {
  return reply.redirect(`${page}#${new URLSearchParams(told)}`, 303);
}
