import { type ProblemCode, problem } from '../../contract/problem.ts';
import { problems } from './problem.ts';

type DocumentedProblem = {
  description: string;
  content: { 'application/problem+json': { schema: typeof problem } };
};

/** For a route's description: the problems it may answer with, by HTTP status. */
export function problemAnswers(...codes: ProblemCode[]): Record<number, DocumentedProblem> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  const answers = [...byStatus].map(([status, group]) => [status, documented(group)]);
  return Object.fromEntries(answers);
}

function documented(codes: ProblemCode[]): DocumentedProblem {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
    content: { 'application/problem+json': { schema: problem } },
  };
}
