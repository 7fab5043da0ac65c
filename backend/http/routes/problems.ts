import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemCodes, problem as problemSchema } from '../../../contract/problem.ts';
import { problemAnswers } from '../problem-answers.ts';
import { describeProblem } from '../send-problem.ts';

/** The page behind a problem's `type`. */
export const problemRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/problems/:code',
    {
      schema: {
        tags: ['visitor'],
        summary: 'What a problem means and how to mend it',
        params: z.object({ code: z.enum(problemCodes) }),
        response: { 200: problemSchema, ...problemAnswers('not-found') },
      },
    },
    (request) => describeProblem(request.params.code),
  );
  done();
};
