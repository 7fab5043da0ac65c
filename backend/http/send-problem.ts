import type { FastifyReply } from 'fastify';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import { problems } from './problem.ts';

/** What only some problems carry. */
export type ProblemExtras = Pick<
  Problem,
  'errors' | 'retry_after' | 'guesses_left' | 'request_status' | 'providers'
>;

export const problemContentType = 'application/problem+json; charset=utf-8';

/** The body of an answer; its `type` is the whole path of a page on the same host. */
export function describeProblem(code: ProblemCode, extras: ProblemExtras = {}): Problem {
  return { type: `/api/v1/problems/${code}`, code, ...problems[code], ...extras };
}

/** Answers with a problem; `retry_after` becomes a header as well. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
): FastifyReply {
  const body = describeProblem(code, extras);
  if (body.retry_after !== undefined) reply.header('retry-after', body.retry_after);
  return reply.code(body.status).type(problemContentType).serializer(JSON.stringify).send(body);
}

/** Whole seconds until `at`, at least one. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
