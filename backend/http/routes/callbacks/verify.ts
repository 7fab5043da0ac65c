import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../../contract/callback.ts';
import { codeEntry } from '../../../../contract/callback-request.ts';
import { verifyPhone } from '../../../usecases/verify-phone.ts';
import { callbackAddress } from '../../callback-address.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { sendProblem } from '../../send-problem.ts';
import { showCallback } from '../../show-callback.ts';

const refusals = [
  'invalid-request',
  'not-found',
  'wrong-code',
  'code-expired',
  'code-spent',
  'request-ended',
] as const;

const schema = {
  tags: ['visitor'],
  summary: 'Enter the code that was texted',
  description:
    'The answer is the request to follow from now on. Its request_id differs from the one in the address when ' +
    'the same phone already has a request under way.',
  params: callbackAddress,
  body: codeEntry,
  response: { 200: callback, ...problemAnswers(...refusals) },
};

export function verifyRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/callbacks/:id/verify', { schema }, async (request, reply) => {
      const verified = await verifyPhone(deps, request.params.id, request.body.code);
      if (verified.ok) return showCallback(deps, reply, await deps.store.load(verified.callback.requestId));
      if (verified.reason !== 'wrong-code') return sendProblem(reply, verified.reason);
      return sendProblem(reply, 'wrong-code', { guesses_left: verified.guessesLeft });
    });
    done();
  };
}
