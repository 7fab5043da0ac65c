import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { whatsappAddress, whatsappState } from '../../../../contract/whatsapp.ts';
import { whatsappKey } from '../../../usecases/sign-in/whatsapp-ports.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { sendProblem } from '../../send-problem.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Whether the WhatsApp message has come; ask every two seconds or so',
  params: whatsappAddress,
  response: { 200: whatsappState, ...problemAnswers('not-found') },
};

/** `GET /oauth/whatsapp/:id` */
export function readWhatsappRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/oauth/whatsapp/:id', { schema, exposeHeadRoute: false }, async (request, reply) => {
      const key = whatsappKey(deps, request.params.id);
      const signIn = await deps.whatsappSignIns.find(key, deps.clock.now());
      if (signIn === undefined) return sendProblem(reply, 'not-found');
      return { state: signIn.sender === undefined ? ('waiting' as const) : ('code-sent-back' as const) };
    });
    done();
  };
}
