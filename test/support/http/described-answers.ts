import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { FastifyInstance, FastifyRequest } from 'fastify';

type Described = Record<string, { content?: Record<string, unknown>; description?: string }>;

/** Fails the test when a route answers with a status, or a problem, that its description does not name. */
export function watchAnswers(test: TestContext, app: FastifyInstance): void {
  const undescribed = new Set<string>();
  app.addHook('onSend', async (request, reply, payload) => {
    const answer = `${request.method} ${request.routeOptions.url}: ${reply.statusCode}`;
    const problem = problemOf(reply.getHeader('content-type'), payload);
    if (!isDescribed(request, reply.statusCode, problem)) undescribed.add(`${answer} ${problem ?? ''}`);
  });
  test.after(() => assert.deepEqual([...undescribed], [], 'the API description names each answer'));
}

function isDescribed({ routeOptions }: FastifyRequest, status: number, problem: string | undefined): boolean {
  const schema = routeOptions.schema as { hide?: boolean; response?: Described } | undefined;
  // The pages, the carrier's webhooks and unknown addresses are no part of the description.
  if (schema === undefined || schema.hide === true) return true;
  const answer = schema.response?.[status];
  if (answer === undefined) return false;
  return problem === undefined || (answer.description ?? '').includes(`\`${problem}\``);
}

function problemOf(type: unknown, payload: unknown): string | undefined {
  if (!String(type).startsWith('application/problem+json')) return undefined;
  return JSON.parse(String(payload)).code;
}
