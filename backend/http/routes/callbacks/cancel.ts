import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../../contract/callback.ts';
import { cancelCallback } from '../../../usecases/cancel-callback.ts';
import { callbackAddress } from '../../callback-address.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { sendProblem } from '../../send-problem.ts';
import { showCallback } from '../../show-callback.ts';

const schema = {
  tags: ['visitor'],
  summary: 'Cancel a request; a call that is under way is hung up',
  params: callbackAddress,
  response: { 200: callback, ...problemAnswers('not-found', 'not-in-this-state') },
};

export function cancelRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/callbacks/:id/cancel', { schema }, async (request, reply) => {
      const cancelled = await cancelCallback(deps, request.params.id, 'visitor');
      if (cancelled.ok) return showCallback(deps, reply, cancelled);
      if (cancelled.reason !== 'not-in-this-state') return sendProblem(reply, 'not-found');
      return sendProblem(reply, 'not-in-this-state', { request_status: cancelled.status });
    });
    done();
  };
}
