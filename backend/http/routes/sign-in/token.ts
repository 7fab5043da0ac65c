import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { handOffEntry, session } from '../../../../contract/sign-in.ts';
import { redeemHandOff } from '../../../usecases/sign-in/redeem-hand-off.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { presentSession } from '../../present-session.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { sendProblem } from '../../send-problem.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Exchange the code of the fragment, with the verifier of the page, for a session',
  body: handOffEntry,
  response: { 200: session, ...problemAnswers('invalid-request', 'hand-off-refused', 'origin-not-allowed') },
};

/** `POST /oauth/token` */
export function tokenRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/token', { schema }, async (request, reply) => {
      const { code, verifier } = request.body;
      const redeemed = await redeemHandOff(deps, code, verifier);
      return redeemed.ok ? presentSession(redeemed) : sendProblem(reply, redeemed.reason);
    });
    done();
  };
}
