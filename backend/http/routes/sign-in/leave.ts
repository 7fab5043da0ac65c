import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signInStart } from '../../../../contract/sign-in.ts';
import { beginSignIn } from '../../../usecases/sign-in/begin-sign-in.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { registeredPage } from '../../registered-page.ts';
import { requestClient } from '../../request-client.ts';
import { sendProblem } from '../../send-problem.ts';
import { sendToPage } from '../../send-to-page.ts';
import type { SignInCookie } from '../../sign-in-cookie.ts';
import { trustedProxies } from '../../trusted-proxies.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Sign in at a provider: open this address in the window itself',
  params: z.object({ provider: z.string().max(40) }),
  querystring: signInStart,
  response: {
    303: z.undefined().describe('To the provider, or back to the page with an error in the fragment.'),
    ...problemAnswers('invalid-request', 'return-to-not-allowed', 'not-found'),
  },
};

/** `GET /oauth/login/:provider`: sends a visitor away to sign in. */
export function leaveRoute(deps: HttpDeps, cookie: SignInCookie): FastifyPluginCallbackZod {
  const proxies = trustedProxies(deps.settings.trustedProxies);
  return (app, _options, done) => {
    app.get('/oauth/login/:provider', { schema, exposeHeadRoute: false }, async (request, reply) => {
      const { challenge, return_to } = request.query;
      const returnTo = registeredPage(deps, return_to);
      if (returnTo === undefined) return sendProblem(reply, 'return-to-not-allowed');
      const client = requestClient(request, deps.secrets, proxies);
      const begun = await beginSignIn(deps, { ...request.params, challenge, returnTo, client });
      if (begun.ok) {
        cookie.set(reply, begun.browserSecret, begun.maxAge);
        return reply.redirect(begun.address, 303);
      }
      if (begun.reason === 'unknown-provider') return sendProblem(reply, 'not-found');
      return sendToPage(reply, returnTo, { error: 'oauth_failed', reason: begun.reason });
    });
    done();
  };
}
