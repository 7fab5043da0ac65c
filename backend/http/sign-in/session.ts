import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { usableProviders } from '../../../contract/in-app-browser.ts';
import { handOffEntry, type Session, session } from '../../../contract/sign-in.ts';
import { redeemHandOff } from '../../usecases/sign-in/oauth.ts';
import { closeSession, type OpenedSession } from '../../usecases/sign-in/session.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';

export type TokenDeps = Uses<'providers' | 'signIns' | 'sessions' | 'secrets' | 'clock' | 'log'>;

const tokenSchema = {
  tags: ['sign-in'],
  summary: 'Exchange the hand-off code and its verifier for a session',
  body: handOffEntry,
  response: {
    200: session,
    ...problemResponses('hand-off-refused'),
  },
};

/** `POST /oauth/token` */
export function tokenRoute(deps: TokenDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/token', { schema: tokenSchema }, async (request, reply) => {
      const { code, verifier } = request.body;
      const redeemed = await redeemHandOff(deps, code, verifier);
      return redeemed.ok ? presentSession(redeemed) : sendProblem(reply, redeemed.reason);
    });
    done();
  };
}

const logoutSchema = {
  tags: ['sign-in'],
  summary: 'Sign out; the session ends',
  headers: z.object({ authorization: z.string().optional() }),
  response: { 204: z.undefined().describe('Signed out, or never signed in.') },
};

/** `POST /oauth/logout` */
export function logoutRoute(deps: Uses<'sessions' | 'secrets' | 'clock'>): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/logout', { schema: logoutSchema }, async (request, reply) => {
      const token = readBearerToken(request);
      if (token !== undefined) await closeSession(deps, token);
      return reply.code(204).send();
    });
    done();
  };
}

/** Returns a new session as the API shows it. The page gets the token only once. */
export function presentSession({ token, expiresIn, identity }: OpenedSession): Session {
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.floor(expiresIn / 1000),
    profile: {
      provider: identity.provider,
      name: identity.name ?? null,
      email: identity.email ?? null,
      phone: identity.provenPhone ?? null,
    },
  };
}

/** Returns the bearer token; '' when malformed (matches no session); `undefined` without the header. */
export function readBearerToken({ headers }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  return /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(authorization)?.[1] ?? '';
}

/** Whether a provider accepts the visitor's browser: some refuse browsers inside apps. */
export function canSignIn(deps: Uses<'providers', 'whatsappNumber'>, request: FastifyRequest): boolean {
  return usableProviders(signInMethods(deps), request.headers['user-agent'] ?? '').length > 0;
}

/** Returns the ids of the ways to sign in at this server. */
export function signInMethods({ providers, settings }: Uses<'providers', 'whatsappNumber'>): string[] {
  return [...providers.keys(), ...(settings.whatsappNumber === undefined ? [] : ['whatsapp'])];
}
