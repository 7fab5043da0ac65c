import type { FastifyReply } from 'fastify';
import { type Problem, type ProblemCode, problem } from '../../../contract/problem.ts';
import { problems } from './catalogue.ts';

/** Fields that only some problems have, and a `detail` that says more than the catalogue's. */
export type ProblemExtras = Pick<
  Problem,
  'errors' | 'count' | 'retry_after' | 'guesses_left' | 'request_status' | 'providers'
> & { detail?: string };

export const problemContentType = 'application/problem+json; charset=utf-8';

/** Returns the body of an error answer (RFC 9457). Its `type` is a path on this host that describes the problem. */
export function buildProblem(code: ProblemCode, extras: ProblemExtras = {}): Problem {
  return { type: `/api/v1/problems/${code}`, code, ...problems[code], ...extras };
}

/** Answers with a problem. `retry_after` is also sent as a header. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
): FastifyReply {
  const body = buildProblem(code, extras);
  if (body.retry_after !== undefined) reply.header('retry-after', body.retry_after);
  return reply.code(body.status).type(problemContentType).serializer(JSON.stringify).send(body);
}

export type DocumentedProblem = {
  description: string;
  content: { 'application/problem+json': { schema: typeof problem } };
};

/** Returns the problems of a route by HTTP status, for its OpenAPI description. */
export function problemResponses(...codes: ProblemCode[]): Record<number, DocumentedProblem> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  const answers = [...byStatus].map(([status, group]) => [status, documentProblems(group)]);
  return Object.fromEntries(answers);
}

function documentProblems(codes: ProblemCode[]): DocumentedProblem {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
    content: { 'application/problem+json': { schema: problem } },
  };
}
