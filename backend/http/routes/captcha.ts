import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { captchaPuzzle } from '../../../contract/captcha.ts';
import type { HttpDeps } from '../http-deps.ts';
import { problemAnswers } from '../problem-answers.ts';
import { sendProblem } from '../send-problem.ts';

const schema = {
  tags: ['visitor'],
  summary: 'A fresh ALTCHA puzzle; its solution lets in one request within ten minutes',
  response: { 200: captchaPuzzle, ...problemAnswers('not-found') },
};

/** Puzzles for pages to solve, where this server makes any. */
export function captchaRoute({ captcha }: Pick<HttpDeps, 'captcha'>): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/captcha', { schema }, async (_request, reply) => {
      const puzzle = await captcha.puzzle();
      return puzzle === undefined ? sendProblem(reply, 'not-found') : puzzle;
    });
    done();
  };
}
