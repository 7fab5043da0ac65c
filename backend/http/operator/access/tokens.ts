import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  createdToken,
  operatorTokens,
  type OperatorToken as TokenAnswer,
  tokenRequest,
} from '../../../../contract/operator/access.ts';
import type { OperatorToken } from '../../../ports/operator/operator-access.ts';
import { configuredTokenId, createToken, revokeToken } from '../../../usecases/operator/access.ts';
import { problemResponses, sendProblem } from '../../problems/send-problem.ts';
import { isoTime, optionalTime } from '../../wire-times.ts';
import { type GateDeps, gateRefusals, type OperatorGate } from './gate.ts';

const listSchema = {
  tags: ['operator'],
  summary: 'List the tokens of operators',
  response: { 200: operatorTokens, ...problemResponses(...gateRefusals) },
};

const createSchema = {
  tags: ['operator'],
  summary: 'Create a token for an operator',
  body: tokenRequest,
  response: { 201: createdToken, ...problemResponses(...gateRefusals) },
};

const revokeSchema = {
  tags: ['operator'],
  summary: 'Revoke a token and end its sessions',
  params: z.object({ id: z.string().max(60) }),
  response: { 204: z.undefined(), ...problemResponses('not-found', ...gateRefusals) },
};

const dayMs = 86_400_000;

/** `GET` and `POST /admin/tokens`, `DELETE /admin/tokens/:id` */
export function tokenRoutes(deps: GateDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const { siteId } = deps.settings;
  return (app, _options, done) => {
    gate.require(app, 'admin');
    app.get('/admin/tokens', { schema: listSchema }, async () => {
      const tokens = await deps.operatorAccess.listTokens(siteId);
      const withFactor = new Set(await deps.secondFactors.listOwners(siteId));
      const items = [configuredToken, ...tokens.map(presentToken)];
      return { items: items.map((item) => ({ ...item, second_factor: withFactor.has(item.id) })) };
    });
    app.post('/admin/tokens', { schema: createSchema }, async (request, reply) => {
      const { name, scope, expires_in_days: days } = request.body;
      const lifetimeMs = days === undefined ? undefined : days * dayMs;
      const wanted = { name, scope, lifetimeMs };
      const { secret, token } = await createToken(deps, siteId, gate.operator(request), wanted);
      reply.code(201);
      return { ...presentToken(token), second_factor: false, token: secret };
    });
    app.delete('/admin/tokens/:id', { schema: revokeSchema }, async (request, reply) => {
      const revoked = await revokeToken(deps, siteId, gate.operator(request), request.params.id);
      return revoked ? reply.code(204).send() : sendProblem(reply, 'not-found');
    });
    done();
  };
}

type PresentedToken = Omit<TokenAnswer, 'second_factor'>;

const configuredToken: PresentedToken = {
  id: configuredTokenId,
  name: 'ADMIN_API_TOKEN',
  scope: 'admin',
  created_at: null,
  expires_at: null,
  last_used_at: null,
  revocable: false,
};

function presentToken(token: OperatorToken): PresentedToken {
  return {
    id: token.id,
    name: token.name,
    scope: token.scope,
    created_at: isoTime(token.createdAt),
    expires_at: optionalTime(token.expiresAt) ?? null,
    last_used_at: optionalTime(token.lastUsedAt) ?? null,
    revocable: true,
  };
}
