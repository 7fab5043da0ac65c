import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type CallbackState, callbackIdPattern } from '../../../contract/callback.ts';
import { hasEnded } from '../../domain/callback/state.ts';
import { statusMessage } from '../../domain/messages/status-message.ts';
import { visitorLanguage } from '../../domain/messages/translate.ts';
import type { CallbackRecord } from '../../ports/store/callback-store.ts';
import { codeWays } from '../../usecases/request/code-ways.ts';
import { type CallbackView, viewCallback } from '../../usecases/request/view-callback.ts';
import type { Uses } from '../deps.ts';
import { sendProblem } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';

export type PresentDeps = Uses<'store' | 'sites' | 'numbers' | 'clock'>;

/** The path parameters of every address below one callback. */
export const callbackParams = z.object({ id: z.string().regex(callbackIdPattern) });

/** Answers with the state of a callback; without a record, with `not-found`. */
export async function sendCallback(
  deps: PresentDeps,
  reply: FastifyReply,
  record: CallbackRecord | undefined,
): Promise<CallbackState | FastifyReply> {
  return record === undefined ? sendProblem(reply, 'not-found') : presentCallback(deps, record);
}

/** Returns a callback as the API shows it. */
export async function presentCallback(deps: PresentDeps, record: CallbackRecord): Promise<CallbackState> {
  const view = await viewCallback(deps, record);
  const { callback } = view;
  const { site } = deps.sites.get(callback.siteId);
  return {
    request_id: callback.callbackId,
    reference: callback.reference,
    status: callback.status,
    step: view.step ?? null,
    outcome: callback.outcome ?? null,
    message: statusMessage(callback, visitorLanguage(callback, site)),
    version: callback.version,
    queue: presentQueue(view),
    code: presentCode(deps, view),
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

function presentCode(
  { numbers, sites }: PresentDeps,
  { code, callback }: CallbackView,
): CallbackState['code'] {
  if (code === undefined) return null;
  const { site } = sites.get(callback.siteId);
  return {
    expires_at: isoTime(code.expiresAt),
    guesses_left: code.guessesLeft,
    resend_at: isoTime(code.resendAt),
    delivery: callback.code.delivery,
    by: callback.code.by ?? 'text',
    ways: [...codeWays(numbers, site, callback.visitor.phone)],
  };
}

/** Whether the state is final: the callback has ended, and its notice was sent, failed or is not needed. */
export function isFinal({ status, notice }: CallbackState): boolean {
  return hasEnded(status) && notice !== 'sending' && notice !== 'delayed';
}
