import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../../contract/callback.ts';
import { callbackAddress } from '../../callback-address.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { showCallback } from '../../show-callback.ts';

const schema = {
  tags: ['visitor'],
  summary: 'How a request stands',
  params: callbackAddress,
  response: { 200: callback, ...problemAnswers('not-found', 'temporarily-unavailable') },
};

export function readCallbackRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/callbacks/:id', { schema }, async (request, reply) =>
      showCallback(deps, reply, await deps.store.load(request.params.id)),
    );
    done();
  };
}
