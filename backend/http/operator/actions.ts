import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import {
  type CallbackDetails,
  callbackDetails,
  doneRequest,
  noteRequest,
  retried,
} from '../../../contract/operator/callbacks.ts';
import { type ActionResult, act, addNote, markDone } from '../../usecases/operator/actions.ts';
import { viewCallback } from '../../usecases/request/view-callback.ts';
import { callbackParams } from '../callbacks/present.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime, secondsUntil } from '../wire-times.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { presentDetails, presentRow } from './present.ts';

const answers = {
  200: callbackDetails,
  ...problemResponses('not-found', 'not-in-this-state', ...gateRefusals),
};

const retrySchema = {
  tags: ['operator'],
  summary: 'Call the business again for a failed callback',
  params: callbackParams,
  response: {
    200: retried,
    ...problemResponses(
      'not-found',
      'not-in-this-state',
      'attempt-open',
      'request-under-way',
      'business-closed',
      'budget-reached',
      ...gateRefusals,
    ),
  },
};

const cancelSchema = {
  tags: ['operator'],
  summary: 'Cancel a callback; a call under way is ended',
  params: callbackParams,
  response: answers,
};

const doneSchema = {
  tags: ['operator'],
  summary: 'Mark a failed callback as dealt with, or take the mark back',
  params: callbackParams,
  body: doneRequest.nullish(),
  response: answers,
};

const noteSchema = {
  tags: ['operator'],
  summary: 'Add a note to a callback',
  params: callbackParams,
  body: noteRequest,
  response: { 200: callbackDetails, ...problemResponses('not-found', ...gateRefusals) },
};

type ActionDeps = Uses<
  | 'callbackList'
  | 'store'
  | 'sites'
  | 'secrets'
  | 'clock'
  | 'spending'
  | 'messages'
  | 'calendar'
  | 'numbers'
  | 'webhookSender'
  | 'log',
  'siteId' | 'currency'
>;

/** `POST /admin/callbacks/:id/retry`, `/cancel`, `/done` and `/notes` */
export function callbackActionRoutes(deps: ActionDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  async function sendDetails(reply: FastifyReply, id: string): Promise<CallbackDetails | FastifyReply> {
    const dossier = await deps.callbackList.open(deps.settings.siteId, id);
    return dossier === undefined ? sendProblem(reply, 'not-found') : presentDetails(deps, dossier);
  }

  return (app, _options, done) => {
    gate.require(app, 'operator');
    app.post('/admin/callbacks/:id/retry', { schema: retrySchema }, async (request, reply) => {
      const result = await act(deps, gate.operator(request), 'retry', request.params.id);
      if (!result.ok) return sendActionProblem(reply, result, deps.clock.now());
      const { callback, attempt } = result;
      const { queue } = await viewCallback(deps, { callback, attempt });
      const busyLinesMs = queue !== undefined && queue.position > 1 ? queue.expectedWait : 0;
      const callsAt = isoTime(deps.clock.now() + busyLinesMs);
      return { ...presentRow(deps, { callback, attempt }), calls_at: callsAt };
    });
    app.post('/admin/callbacks/:id/cancel', { schema: cancelSchema }, async (request, reply) => {
      const result = await act(deps, gate.operator(request), 'cancel', request.params.id);
      if (!result.ok) return sendActionProblem(reply, result, deps.clock.now());
      return sendDetails(reply, request.params.id);
    });
    app.post('/admin/callbacks/:id/done', { schema: doneSchema }, async (request, reply) => {
      const isDone = request.body?.done ?? true;
      const result = await markDone(deps, gate.operator(request), request.params.id, isDone);
      if (!result.ok) return sendActionProblem(reply, result, deps.clock.now());
      return sendDetails(reply, request.params.id);
    });
    app.post('/admin/callbacks/:id/notes', { schema: noteSchema }, async (request, reply) => {
      const note = { text: request.body.text, by: gate.operator(request) };
      const { id } = request.params;
      return (await addNote(deps, deps.settings.siteId, id, note))
        ? sendDetails(reply, id)
        : sendProblem(reply, 'not-found');
    });
    done();
  };
}

function sendActionProblem(
  reply: FastifyReply,
  result: Exclude<ActionResult, { ok: true }>,
  now: number,
): FastifyReply {
  switch (result.reason) {
    case 'not-found':
    case 'attempt-open':
      return sendProblem(reply, result.reason);
    case 'not-in-this-state':
      return sendProblem(reply, 'not-in-this-state', { request_status: result.status });
    case 'business-closed':
      return result.opensAt === undefined
        ? sendProblem(reply, 'business-closed')
        : sendProblem(reply, 'business-closed', { retry_after: secondsUntil(result.opensAt, now) });
    case 'budget-reached':
      return sendProblem(reply, 'budget-reached', { retry_after: secondsUntil(result.retryAt, now) });
    case 'conflict':
      return sendProblem(
        reply,
        result.conflict === 'live-request' ? 'request-under-way' : 'temporarily-unavailable',
      );
  }
}
