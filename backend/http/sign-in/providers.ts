import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type SignInFailed, signInStart } from '../../../contract/sign-in.ts';
import { beginSignIn, finishSignIn } from '../../usecases/sign-in/oauth.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import type { SecretCookie } from '../server/cookie.ts';
import { registeredPage } from '../server/origins.ts';

const beginSchema = {
  tags: ['sign-in'],
  summary: 'Sign in at a provider; open this address in the browser window, not with fetch',
  params: z.object({ provider: z.string().max(40) }),
  querystring: signInStart,
  response: {
    303: z
      .undefined()
      .describe('Redirects to the provider, or back to the page with an error in the fragment.'),
    ...problemResponses('return-to-not-allowed', 'not-found'),
  },
};

export type BeginSignInDeps = Uses<
  'providers' | 'signIns' | 'sessions' | 'sites' | 'secrets' | 'clock' | 'log',
  'siteId' | 'publicBaseUrl' | 'frontendUrl'
> & { client: ClientIdentity };

/** `GET /oauth/login/:provider`: redirects the visitor to the provider. */
export function beginSignInRoute(deps: BeginSignInDeps, cookie: SecretCookie): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get(
      '/oauth/login/:provider',
      { schema: beginSchema, exposeHeadRoute: false },
      async (request, reply) => {
        const { challenge, return_to } = request.query;
        const returnTo = registeredPage(deps, return_to);
        if (returnTo === undefined) return sendProblem(reply, 'return-to-not-allowed');
        const client = deps.client.fingerprint(request);
        const begun = await beginSignIn(deps, { ...request.params, challenge, returnTo, client });
        if (begun.ok) {
          cookie.set(reply, begun.browserSecret, begun.maxAge);
          return reply.redirect(begun.address, 303);
        }
        if (begun.reason === 'unknown-provider') return sendProblem(reply, 'not-found');
        return redirectToPage(reply, returnTo, { error: 'oauth_failed', reason: begun.reason });
      },
    );
    done();
  };
}

const finishSchema = {
  tags: ['sign-in'],
  summary: 'The address that a provider redirects the visitor to',
  params: z.object({ provider: z.string().max(40) }),
  response: {
    303: z.undefined().describe('Redirects to the page, with a hand-off code or an error in the fragment.'),
  },
};

export type FinishSignInDeps = Uses<
  'providers' | 'signIns' | 'sessions' | 'secrets' | 'clock' | 'log',
  'frontendUrl'
>;

/** `GET /oauth/callback/:provider`: redirects the visitor back to the page, with a code or an error. */
export function finishSignInRoute(deps: FinishSignInDeps, cookie: SecretCookie): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get(
      '/oauth/callback/:provider',
      { schema: finishSchema, exposeHeadRoute: false },
      async (request, reply) => {
        const { provider } = request.params;
        const query = /\?.*/.exec(request.url)?.[0] ?? '';
        const finished = await finishSignIn(deps, { provider, query, browserSecret: cookie.read(request) });
        const page = finished.returnTo ?? deps.settings.frontendUrl;
        if (!finished.ok)
          return redirectToPage(reply, page, { error: 'oauth_failed', reason: finished.reason });
        cookie.clear(reply);
        return redirectToPage(reply, page, { handoff: finished.handOff });
      },
    );
    done();
  };
}

type SignInResult = { handoff: string } | { error: 'oauth_failed'; reason: SignInFailed };

/** Redirects to a registered page. Only the page can read a fragment: it is not in requests, logs or Referer. */
function redirectToPage(reply: FastifyReply, page: string, result: SignInResult): FastifyReply {
  return reply.redirect(`${page}#${new URLSearchParams(result)}`, 303);
}
