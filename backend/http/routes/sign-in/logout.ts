import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { closeSession } from '../../../usecases/sign-in/read-session.ts';
import { bearerOf } from '../../bearer.ts';
import type { HttpDeps } from '../../http-deps.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Sign out: the bearer is of no use any more',
  headers: z.object({ authorization: z.string().optional() }),
  response: { 204: z.undefined().describe('Signed out, or never signed in.') },
};

/** `POST /oauth/logout` */
export function logoutRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/logout', { schema }, async (request, reply) => {
      const bearer = bearerOf(request);
      if (bearer !== undefined) await closeSession(deps, bearer);
      return reply.code(204).send();
    });
    done();
  };
}
