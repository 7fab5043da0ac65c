import type { FastifyReply } from 'fastify';
import type { CallbackState } from '../../contract/callback.ts';
import type { CallbackRecord } from '../ports/store.ts';
import type { HttpDeps } from './http-deps.ts';
import { presentCallback } from './present-callback.ts';
import { sendProblem } from './send-problem.ts';

/** Answers with a request's state, or with not-found. */
export async function showCallback(
  deps: HttpDeps,
  reply: FastifyReply,
  record: CallbackRecord | undefined,
): Promise<CallbackState | FastifyReply> {
  return record === undefined ? sendProblem(reply, 'not-found') : presentCallback(deps, record);
}
