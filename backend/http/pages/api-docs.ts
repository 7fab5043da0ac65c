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

/** Describes every route that is registered after this call. */
export function collectApiDescription(app: FastifyInstance, version: string): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Callback platform',
        description:
          'Ask for a call, confirm the phone, follow the call. Errors are problems as of RFC 9457.',
        version,
      },
      tags: [
        { name: 'visitor', description: 'What a page calls on behalf of its visitor' },
        { name: 'sign-in', description: 'Who is asking' },
        { name: 'machines', description: 'What watches over the service' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The description itself, and a page to read it on that loads nothing from elsewhere. */
export function apiDocsRoutes(app: FastifyInstance): void {
  app.register(swaggerUi, { routePrefix: '/api/v1/docs', staticCSP: pagePolicy });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** The page behind a problem's `type`. */
export const problemRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/problems/:code',
    {
      schema: {
        tags: ['visitor'],
        summary: 'What a problem means and how to mend it',
        params: z.object({ code: z.enum(problemCodes) }),
        response: { 200: problemSchema, ...problemResponses('not-found') },
      },
    },
    (request) => buildProblem(request.params.code),
  );
  done();
};
