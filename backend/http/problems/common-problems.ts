import type { FastifyInstance, RouteOptions } from 'fastify';
import type { ProblemCode } from '../../../contract/problem.ts';
import { type DocumentedProblem, problemResponses } from './send-problem.ts';

type Described = RouteOptions['schema'] & { response?: Record<number, DocumentedProblem> };

/** Routes that ask no port, so no fault can reach them. */
const portlessRoutes: readonly string[] = [
  '/health',
  '/health/stream',
  '/api/v1/captcha',
  '/api/v1/problems/:code',
];

/**
 * Adds to each route's API description the problems that hooks, the body's parser and ports can answer there. It
 * covers the routes that are registered after this call.
 */
export function describeCommonProblems(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const schema = route.schema as Described | undefined;
    if (schema?.response === undefined) return;
    const common = problemResponses(...commonProblems(route));
    route.schema = { ...schema, response: mergeResponses(schema.response, common) };
  });
}

function commonProblems({ method, schema, url }: RouteOptions): ProblemCode[] {
  const codes: ProblemCode[] = ['invalid-request'];
  if (![method].flat().every((one) => one === 'GET' || one === 'HEAD')) codes.push(...refusalsOfWrites);
  if (schema?.params !== undefined) codes.push('not-found');
  if (!portlessRoutes.includes(url)) codes.push('internal', 'temporarily-unavailable');
  return codes;
}

const refusalsOfWrites: readonly ProblemCode[] = [
  'invalid-json',
  'origin-not-allowed',
  'body-too-large',
  'unsupported-media-type',
];

/** Where both describe a status, the route's own sentences come first, and none stands twice. */
function mergeResponses(
  own: Record<number, DocumentedProblem>,
  common: Record<number, DocumentedProblem>,
): Record<number, DocumentedProblem> {
  const merged = { ...common, ...own };
  for (const [status, { description, content }] of Object.entries(common)) {
    const first = own[Number(status)]?.description;
    if (first === undefined) continue;
    const sentences = new Set([...first.split(paragraph), ...description.split(paragraph)]);
    merged[Number(status)] = { description: [...sentences].join(paragraph), content };
  }
  return merged;
}

const paragraph = '\n\n';
