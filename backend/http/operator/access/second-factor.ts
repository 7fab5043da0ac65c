import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import {
  begunSecondFactor,
  confirmedSecondFactor,
  firstCode,
  secondFactorState,
  tokenOnceMore,
} from '../../../../contract/operator/second-factor.ts';
import { authenticatorAddress, confirmWithinMs } from '../../../domain/operator/second-factor.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  requiredFactor,
} from '../../../usecases/operator/second-factor.ts';
import type { Uses } from '../../deps.ts';
import { problemResponses, sendProblem } from '../../problems/send-problem.ts';
import { isoTime, optionalTime } from '../../wire-times.ts';
import { type GateDeps, gateRefusals, type OperatorGate } from './gate.ts';
import { type HolderProof, proofRefusals } from './holder-proof.ts';

const removeRefusals = new Set(['invalid-request', 'totp-off', ...proofRefusals, ...gateRefusals] as const);
const common = { tags: ['operator'] };

const readSchema = {
  ...common,
  summary: 'Whether the second factor of the own token is on',
  response: { 200: secondFactorState, ...problemResponses(...gateRefusals) },
};

const beginSchema = {
  ...common,
  summary: 'Begin a second factor for the own token',
  description: 'It counts once `POST /totp/confirm` has received a code of it, within ten minutes.',
  response: { 200: begunSecondFactor, ...problemResponses('totp-already-on', ...gateRefusals) },
};

const confirmSchema = {
  ...common,
  summary: 'Switch the second factor on by its first code',
  description:
    "Ends the token's other sessions. From then on the token only opens sessions, with a code: a script needs a " +
    'token of its own.',
  body: firstCode,
  response: {
    200: confirmedSecondFactor,
    ...problemResponses('totp-wrong', 'totp-already-on', 'totp-not-begun', ...gateRefusals),
  },
};

const removeSchema = {
  ...common,
  summary: 'Switch the second factor of the own token off',
  body: tokenOnceMore,
  response: {
    204: z.undefined(),
    ...problemResponses(...removeRefusals),
  },
};

const removeOtherSchema = {
  ...common,
  summary:
    "Switch the second factor of a token off, for a person who lost the phone; the token's sessions end",
  params: z.object({ id: z.string().max(60) }),
  body: tokenOnceMore.nullish(),
  response: {
    204: z.undefined(),
    ...problemResponses(...removeRefusals),
  },
};

export type FactorDeps = GateDeps & Uses<'sites'>;

/** `GET` and `DELETE /admin/totp`, `POST /admin/totp/begin` and `/confirm`: the second factor of the own token. */
export function secondFactorRoutes(
  deps: FactorDeps,
  gate: OperatorGate,
  proof: HolderProof,
): FastifyPluginCallbackZod {
  const { siteId } = deps.settings;
  const business = deps.sites.get(siteId).site.businessName;
  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.get('/admin/totp', { schema: readSchema }, async (request) => {
      const { tokenId } = gate.operator(request);
      const factor = await requiredFactor(deps, siteId, { tokenId });
      return {
        on: factor !== undefined,
        since: optionalTime(factor?.confirmedAt) ?? null,
        recovery_codes_left: await deps.secondFactors.countRecoveryCodes({ siteId, tokenId }),
      };
    });
    app.post('/admin/totp/begin', { schema: beginSchema }, async (request, reply) => {
      const by = gate.operator(request);
      const begun = await beginSecondFactor(deps, siteId, by);
      if (!begun.ok) return sendProblem(reply, begun.reason);
      const { secret } = begun;
      const address = authenticatorAddress(secret, { business, token: by.name });
      return {
        secret,
        otpauth_uri: address,
        qr_svg: renderSVG(address),
        confirm_before: isoTime(deps.clock.now() + confirmWithinMs),
      };
    });
    app.post('/admin/totp/confirm', { schema: confirmSchema }, async (request, reply) => {
      const by = gate.operator(request);
      const { secret } = gate.session(request);
      const { code } = request.body;
      const confirmed = await confirmSecondFactor(deps, siteId, { by, secret, code });
      if (confirmed.ok) return { recovery_codes: confirmed.recoveryCodes };
      const { reason } = confirmed;
      return reason === 'totp-wrong' ? gate.refuseCode(request, reply) : sendProblem(reply, reason);
    });
    app.delete('/admin/totp', { schema: removeSchema }, async (request, reply) => {
      const by = gate.operator(request);
      const holder = await proof.holder(request, reply, request.body);
      if (holder === undefined) return reply;
      if (holder.tokenId !== by.tokenId) return gate.refuseToken(request, reply);
      const removed = await removeSecondFactor(deps, siteId, by, by.tokenId);
      return removed ? reply.code(204).send() : sendProblem(reply, 'totp-off');
    });
    done();
  };
}

/** `DELETE /admin/tokens/:id/totp`: an admin helps a person whose phone is lost. */
export function lostFactorRoute(
  deps: FactorDeps,
  gate: OperatorGate,
  proof: HolderProof,
): FastifyPluginCallbackZod {
  const { siteId } = deps.settings;
  return (app, _options, done) => {
    gate.require(app, 'admin');
    app.delete('/admin/tokens/:id/totp', { schema: removeOtherSchema }, async (request, reply) => {
      const by = await proof.adminAgain(request, reply, request.body ?? {});
      if (by === undefined) return reply;
      const { id: tokenId } = request.params;
      const removed = await removeSecondFactor(deps, siteId, by, tokenId);
      if (!removed) return sendProblem(reply, 'totp-off');
      await deps.operatorAccess.closeSessionsOf({ siteId, tokenId });
      return reply.code(204).send();
    });
    done();
  };
}
