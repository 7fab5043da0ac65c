import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../contract/callback.ts';
import { anotherCode, codeEntry } from '../../../contract/callback-request.ts';
import { cancelCallback } from '../../usecases/request/end-callback.ts';
import { type ResendResult, resendCode } from '../../usecases/request/resend-code.ts';
import { verifyPhone } from '../../usecases/request/verify-phone.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { secondsUntil } from '../wire-times.ts';
import { callbackParams, type PresentDeps, sendCallback } from './present.ts';

const readSchema = {
  tags: ['visitor'],
  summary: 'Read the state of a callback',
  params: callbackParams,
  response: { 200: callback, ...problemResponses('not-found') },
};

/** `GET /api/v1/callbacks/:id` */
export function readCallbackRoute(deps: PresentDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/callbacks/:id', { schema: readSchema }, async (request, reply) =>
      sendCallback(deps, reply, await deps.store.load(request.params.id)),
    );
    done();
  };
}

const sendCodeSchema = {
  tags: ['visitor'],
  summary: 'Send another code, by text or by a call; the previous code stops working',
  params: callbackParams,
  body: anotherCode,
  response: {
    200: callback,
    ...problemResponses(
      'not-found',
      'not-in-this-state',
      'captcha-required',
      'captcha-refused',
      'captcha-unavailable',
      'too-many-requests',
      'resend-too-soon',
      'too-many-codes',
      'budget-reached',
    ),
  },
};

/** `POST /api/v1/callbacks/:id/code` */
export function sendCodeRoute(
  deps: PresentDeps &
    Uses<'spending' | 'messages' | 'secrets' | 'log' | 'captcha'> & { client: ClientIdentity },
): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/callbacks/:id/code', { schema: sendCodeSchema }, async (request, reply) => {
      const sent = await resendCode(deps, {
        callbackId: request.params.id,
        networks: deps.client.networks(request),
        captcha: request.body?.captcha,
        by: request.body?.by,
      });
      if (!sent.ok) return refuseSendCode(reply, sent, deps.clock.now());
      return sendCallback(deps, reply, { callback: sent.callback, attempt: undefined });
    });
    done();
  };
}

function refuseSendCode(
  reply: FastifyReply,
  sent: Exclude<ResendResult, { ok: true }>,
  now: number,
): FastifyReply {
  switch (sent.reason) {
    case 'not-found':
    case 'captcha-required':
    case 'captcha-refused':
    case 'captcha-unavailable':
      return sendProblem(reply, sent.reason);
    case 'not-in-this-state':
      return sendProblem(reply, 'not-in-this-state', { request_status: sent.status });
    case 'too-soon':
      return sendProblem(reply, 'resend-too-soon', { retry_after: secondsUntil(sent.retryAt, now) });
    case 'too-many-requests':
    case 'too-many-codes':
    case 'budget-reached':
      return sendProblem(reply, sent.reason, { retry_after: secondsUntil(sent.retryAt, now) });
  }
}

const verifyRefusals = ['not-found', 'wrong-code', 'code-expired', 'code-spent', 'request-ended'] as const;

const verifySchema = {
  tags: ['visitor'],
  summary: 'Enter the code of the text message',
  description:
    'Answers with the callback to follow from now on. Its request_id differs from the id in the address when ' +
    'the same phone already has a callback under way.',
  params: callbackParams,
  body: codeEntry,
  response: { 200: callback, ...problemResponses(...verifyRefusals) },
};

/** `POST /api/v1/callbacks/:id/verify` */
export function verifyRoute(
  deps: PresentDeps & Uses<'spending' | 'messages' | 'calendar' | 'secrets' | 'log'>,
): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/callbacks/:id/verify', { schema: verifySchema }, async (request, reply) => {
      const verified = await verifyPhone(deps, request.params.id, request.body.code);
      if (verified.ok) return sendCallback(deps, reply, await deps.store.load(verified.callback.callbackId));
      if (verified.reason !== 'wrong-code') return sendProblem(reply, verified.reason);
      return sendProblem(reply, 'wrong-code', { guesses_left: verified.guessesLeft });
    });
    done();
  };
}

const cancelSchema = {
  tags: ['visitor'],
  summary: 'Cancel a callback; a call under way is hung up',
  params: callbackParams,
  response: { 200: callback, ...problemResponses('not-found', 'not-in-this-state') },
};

/** `POST /api/v1/callbacks/:id/cancel` */
export function cancelRoute(deps: PresentDeps & Uses<'secrets' | 'log'>): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/callbacks/:id/cancel', { schema: cancelSchema }, async (request, reply) => {
      const cancelled = await cancelCallback(deps, request.params.id, { cancelledBy: 'visitor' });
      if (cancelled.ok) return sendCallback(deps, reply, cancelled);
      if (cancelled.reason !== 'not-in-this-state') return sendProblem(reply, 'not-found');
      return sendProblem(reply, 'not-in-this-state', { request_status: cancelled.status });
    });
    done();
  };
}
