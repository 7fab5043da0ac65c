import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type CallbackState, callbackIdPattern } from '../../../contract/callback.ts';
import { hasEnded } from '../../domain/callback/state.ts';
import { statusMessage } from '../../domain/messages/status-message.ts';
import type { CallbackRecord } from '../../ports/store/callback-store.ts';
import { type CallbackView, viewCallback } from '../../usecases/view-callback.ts';
import type { HttpDeps } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';

/** A request as the wire shows it. */
export async function presentCallback(deps: HttpDeps, record: CallbackRecord): Promise<CallbackState> {
  const view = await viewCallback(deps, record);
  const { callback } = view;
  const { site } = deps.sites.get(callback.siteId);
  return {
    request_id: callback.requestId,
    reference: callback.reference,
    status: callback.status,
    step: view.step ?? null,
    outcome: callback.outcome ?? null,
    message: statusMessage(callback),
    version: callback.version,
    queue: presentQueue(view),
    code: presentCode(view),
    phone: deps.numbers.format(callback.visitor.phone),
    business_number: deps.numbers.format(site.callerNumber),
    notice: callback.notice,
    now: isoTime(deps.clock.now()),
    created_at: isoTime(callback.createdAt),
    updated_at: isoTime(callback.updatedAt),
  };
}

function presentQueue({ queue }: CallbackView): CallbackState['queue'] {
  if (queue === undefined) return null;
  return { position: queue.position, expected_wait_seconds: Math.round(queue.expectedWait / 1000) };
}

function presentCode({ code, callback }: CallbackView): CallbackState['code'] {
  if (code === undefined) return null;
  return {
    expires_at: isoTime(code.expiresAt),
    guesses_left: code.guessesLeft,
    resend_at: isoTime(code.resendAt),
    delivery: callback.code.delivery,
  };
}

/** Nothing more will be told: the request has ended, and the business knows or cannot be told. */
export function isSettled(state: CallbackState): boolean {
  return hasEnded(state.status) && state.notice !== 'sending';
}

/** Answers with a request's state, or with not-found. */
export async function sendCallback(
  deps: HttpDeps,
  reply: FastifyReply,
  record: CallbackRecord | undefined,
): Promise<CallbackState | FastifyReply> {
  return record === undefined ? sendProblem(reply, 'not-found') : presentCallback(deps, record);
}

/** The parameters of every address below one callback. */
export const callbackParams = z.object({ id: z.string().regex(callbackIdPattern) });
