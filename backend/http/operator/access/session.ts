import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  operatorSession,
  type OperatorSession as SessionAnswer,
  sessionRequest,
} from '../../../../contract/operator/access.ts';
import { type OperatorSession, sessionEndsAt, sessionExpiresAt } from '../../../domain/operator/access.ts';
import { openOperatorSession, signOut, signOutEverywhere } from '../../../usecases/operator/access.ts';
import { problemResponses, sendProblem } from '../../problems/send-problem.ts';
import { isoTime } from '../../wire-times.ts';
import { createSessionCookie, type GateDeps, gateRefusals, type OperatorGate } from './gate.ts';
import { type HolderProof, proofRefusals } from './holder-proof.ts';

const signInSchema = {
  tags: ['operator'],
  summary: 'Exchange a token for a session',
  description:
    'A session ends with its token, after 15 minutes without a request, and after 8 hours. Requests with ' +
    'X-Operator-Refresh, which no person caused, do not count. With `keep: cookie` the browser keeps ' +
    'it; requests with the cookie need the header X-Operator.',
  body: sessionRequest,
  response: {
    201: operatorSession,
    ...problemResponses('operator-token-wrong', 'operator-side-off', ...proofRefusals),
  },
};

const refusals = problemResponses(...gateRefusals);
const readSchema = {
  tags: ['operator'],
  summary: 'Who is signed in',
  response: { 200: operatorSession, ...refusals },
};
const signOutSchema = {
  tags: ['operator'],
  summary: 'Sign out',
  response: { 204: z.undefined(), ...refusals },
};
const everywhereSchema = { ...signOutSchema, summary: 'Sign out everywhere: end all sessions of this token' };

/** `POST /admin/session`: needs a token in the body, so it stands outside the gate. */
export function operatorSignInRoute(
  deps: GateDeps,
  gate: OperatorGate,
  proof: HolderProof,
): FastifyPluginCallbackZod {
  const cookie = createSessionCookie(deps.settings.publicBaseUrl);
  return (app, _options, done) => {
    app.addHook('onRequest', async (request, reply) => {
      if (deps.settings.adminToken === undefined) return sendProblem(reply, 'operator-side-off');
      return gate.refuseHasty(request, reply);
    });
    app.post('/admin/session', { schema: signInSchema }, async (request, reply) => {
      const { keep } = request.body;
      const operator = await proof.holder(request, reply, request.body);
      if (operator === undefined) return reply;
      const inCookie = keep === 'cookie';
      const { secret, session } = await openOperatorSession(deps, deps.settings, { operator, inCookie });
      reply.code(201);
      if (!inCookie) return { ...presentSession(session), session: secret };
      cookie.set(reply, secret, sessionEndsAt(session) - deps.clock.now());
      return presentSession(session);
    });
    done();
  };
}

/** `GET` and `DELETE /admin/session`, `DELETE /admin/sessions` */
export function operatorSessionRoutes(deps: GateDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const cookie = createSessionCookie(deps.settings.publicBaseUrl);

  function signedOut(reply: FastifyReply): FastifyReply {
    cookie.clear(reply);
    return reply.code(204).send();
  }

  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.get('/admin/session', { schema: readSchema }, async (request) => {
      const { session } = gate.session(request);
      const at = deps.clock.now();
      return presentSession(
        session ?? { operator: gate.operator(request), inCookie: false, createdAt: at, lastUsedAt: at },
      );
    });
    app.delete('/admin/session', { schema: signOutSchema }, async (request, reply) => {
      await signOut(deps, gate.session(request).secret);
      return signedOut(reply);
    });
    app.delete('/admin/sessions', { schema: everywhereSchema }, async (request, reply) => {
      await signOutEverywhere(deps, deps.settings.siteId, gate.operator(request));
      return signedOut(reply);
    });
    done();
  };
}

function presentSession(session: OperatorSession): SessionAnswer {
  return {
    scope: session.operator.scope,
    name: session.operator.name,
    expires_at: isoTime(sessionExpiresAt(session)),
    ends_at: isoTime(sessionEndsAt(session)),
  };
}
