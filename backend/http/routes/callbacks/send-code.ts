import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../../contract/callback.ts';
import { type SentAgain, sendCodeAgain } from '../../../usecases/send-code-again.ts';
import { callbackAddress } from '../../callback-address.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { secondsUntil, sendProblem } from '../../send-problem.ts';
import { showCallback } from '../../show-callback.ts';

const schema = {
  tags: ['visitor'],
  summary: 'Send another code; the one before stops working',
  params: callbackAddress,
  response: {
    200: callback,
    ...problemAnswers(
      'not-found',
      'not-in-this-state',
      'opted-out',
      'resend-too-soon',
      'too-many-codes',
      'budget-reached',
    ),
  },
};

export function sendCodeRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/callbacks/:id/code', { schema }, async (request, reply) => {
      const sent = await sendCodeAgain(deps, request.params.id);
      if (!sent.ok) return refuse(reply, sent, deps.clock.now());
      return showCallback(deps, reply, { callback: sent.callback, attempt: undefined });
    });
    done();
  };
}

function refuse(reply: FastifyReply, sent: Exclude<SentAgain, { ok: true }>, now: number): FastifyReply {
  switch (sent.reason) {
    case 'not-found':
    case 'opted-out':
      return sendProblem(reply, sent.reason);
    case 'not-in-this-state':
      return sendProblem(reply, 'not-in-this-state', { request_status: sent.status });
    case 'too-soon':
      return sendProblem(reply, 'resend-too-soon', { retry_after: secondsUntil(sent.retryAt, now) });
    case 'too-many-codes':
    case 'budget-reached':
      return sendProblem(reply, sent.reason, { retry_after: secondsUntil(sent.retryAt, now) });
  }
}
