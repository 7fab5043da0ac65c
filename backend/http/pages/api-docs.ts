import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import {
  type FastifyPluginCallbackZod,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemCodes, problem as problemSchema } from '../../../contract/problem.ts';
import { buildProblem, problemResponses } from '../problems/send-problem.ts';

/** Collects the OpenAPI description of every route that is registered after this call. */
export function collectApiDescription(app: FastifyInstance, version: string): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Callback platform',
        description:
          'Request a callback, confirm the phone, follow the call. Errors are problems (RFC 9457).',
        version,
      },
      tags: [
        { name: 'visitor', description: 'Called by a page for its visitor' },
        { name: 'sign-in', description: 'Sign visitors in and out' },
        { name: 'machines', description: 'Health checks for monitoring' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The OpenAPI description as JSON, and as a page that loads nothing from other hosts. */
export function apiDocsRoutes(app: FastifyInstance): void {
  app.register(swaggerUi, { routePrefix: '/api/v1/docs', staticCSP: pagePolicy });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** `GET /api/v1/problems/:code`: the address in a problem's `type`. */
export const problemRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/problems/:code',
    {
      schema: {
        tags: ['visitor'],
        summary: 'What a problem means and how to fix it',
        params: z.object({ code: z.enum(problemCodes) }),
        response: { 200: problemSchema, ...problemResponses('not-found') },
      },
    },
    (request) => buildProblem(request.params.code),
  );
  done();
};
