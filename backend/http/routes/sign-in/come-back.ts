import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { finishSignIn } from '../../../usecases/sign-in/finish-sign-in.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { sendToPage } from '../../send-to-page.ts';
import type { SignInCookie } from '../../sign-in-cookie.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Where a provider sends the visitor back to',
  params: z.object({ provider: z.string().max(40) }),
  response: { 303: z.undefined().describe('To the page: a hand-off code or an error in the fragment.') },
};

/** `GET /oauth/callback/:provider`: takes a visitor back, whatever the provider says. */
export function comeBackRoute(deps: HttpDeps, cookie: SignInCookie): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/oauth/callback/:provider', { schema, exposeHeadRoute: false }, async (request, reply) => {
      const { provider } = request.params;
      const query = /\?.*/.exec(request.url)?.[0] ?? '';
      const finished = await finishSignIn(deps, { provider, query, browserSecret: cookie.read(request) });
      const page = finished.returnTo ?? deps.settings.frontendUrl;
      if (!finished.ok) return sendToPage(reply, page, { error: 'oauth_failed', reason: finished.reason });
      cookie.clear(reply);
      return sendToPage(reply, page, { handoff: finished.handOff });
    });
    done();
  };
}
