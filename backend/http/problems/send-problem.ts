import type { FastifyReply } from 'fastify';
import { type Problem, type ProblemCode, problem } from '../../../contract/problem.ts';
import { problems } from './catalogue.ts';

/** What only some problems carry. */
export type ProblemExtras = Pick<
  Problem,
  'errors' | 'retry_after' | 'guesses_left' | 'request_status' | 'providers'
>;

export const problemContentType = 'application/problem+json; charset=utf-8';

/** The body of an answer; its `type` is the whole path of a page on the same host. */
export function buildProblem(code: ProblemCode, extras: ProblemExtras = {}): Problem {
  return { type: `/api/v1/problems/${code}`, code, ...problems[code], ...extras };
}

/** Answers with a problem; `retry_after` becomes a header as well. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
): FastifyReply {
  const body = buildProblem(code, extras);
  if (body.retry_after !== undefined) reply.header('retry-after', body.retry_after);
  return reply.code(body.status).type(problemContentType).serializer(JSON.stringify).send(body);
}

type DocumentedProblem = {
  description: string;
  content: { 'application/problem+json': { schema: typeof problem } };
};

/** For a route's description: the problems it may answer with, by HTTP status. */
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
