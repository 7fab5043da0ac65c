import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { session } from '../../../../contract/sign-in.ts';
import { whatsappConfirmation } from '../../../../contract/whatsapp.ts';
import { confirmWhatsapp } from '../../../usecases/sign-in/confirm-whatsapp.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { presentSession } from '../../present-session.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { sendProblem } from '../../send-problem.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Enter the code that came back in the chat',
  body: whatsappConfirmation,
  response: {
    200: session,
    ...problemAnswers(
      'invalid-request',
      'hand-off-refused',
      'wrong-code',
      'code-spent',
      'origin-not-allowed',
    ),
  },
};

/** `POST /oauth/whatsapp/confirm` */
export function confirmWhatsappRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/whatsapp/confirm', { schema }, async (request, reply) => {
      const { id, code, verifier } = request.body;
      const confirmed = await confirmWhatsapp(deps, { id, digits: code, verifier });
      if (confirmed.ok) return presentSession(confirmed);
      const extras = confirmed.reason === 'wrong-code' ? { guesses_left: confirmed.guessesLeft } : {};
      return sendProblem(reply, confirmed.reason, extras);
    });
    done();
  };
}
