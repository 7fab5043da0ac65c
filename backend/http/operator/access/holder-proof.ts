import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operator } from '../../../domain/operator/access.ts';
import { codeLimits, readDigits } from '../../../domain/operator/second-factor.ts';
import { findTokenHolder } from '../../../usecases/operator/access.ts';
import { requiredFactor, useCode } from '../../../usecases/operator/second-factor.ts';
import { sendProblem } from '../../problems/send-problem.ts';
import { secondsUntil } from '../../wire-times.ts';
import type { GateDeps, OperatorGate } from './gate.ts';
import { createRateLimiter } from './rate-limiter.ts';

type Proof = { token?: string | undefined; code?: string | undefined };

/** Each checks a proof. When it does not suffice, it answers and returns undefined. */
export type HolderProof = {
  /** Returns the holder of the token. */
  holder(request: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<Operator | undefined>;
  /** Returns the admin. Before an action that cannot be undone, a session must prove its token again. */
  adminAgain(request: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<Operator | undefined>;
};

/** The refusals of a proof besides `operator-token-wrong`, for the API description. */
export const proofRefusals = ['totp-required', 'totp-wrong', 'too-many-requests'] as const;

/** Checks a token, and the code of its second factor. Codes are limited for each token from all addresses together. */
export function createHolderProof(deps: GateDeps, gate: OperatorGate): HolderProof {
  const { clock, settings } = deps;
  const checkedCodes = createRateLimiter(codeLimits);

  /** Counts before the check, so that concurrent guesses count too. Returns whether it answered with a refusal. */
  function refusesHastyCode(by: Operator, code: string, reply: FastifyReply): boolean {
    const now = clock.now();
    const retryAt = readDigits(code) === undefined ? now : checkedCodes.admit(by.tokenId, now);
    if (retryAt <= now) return false;
    sendProblem(reply, 'too-many-requests', { retry_after: secondsUntil(retryAt, now) });
    return true;
  }

  /** Returns whether it answered with a refusal. A returned reply would be awaited until it is sent, and be lost. */
  async function refusesCode(
    by: Operator,
    code: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const factor = await requiredFactor(deps, settings.siteId, by);
    if (factor === undefined) return false;
    if (code === '') {
      sendProblem(reply, 'totp-required');
      return true;
    }
    if (refusesHastyCode(by, code, reply)) return true;
    if (await useCode(deps, settings.siteId, { by, factor, code })) return false;
    gate.refuseCode(request, reply);
    return true;
  }

  async function provenBy(
    isHolder: (found: Operator) => boolean,
    request: FastifyRequest,
    reply: FastifyReply,
    { token = '', code = '' }: Proof,
  ): Promise<Operator | undefined> {
    const found = await findTokenHolder(deps, settings, token);
    if (found === undefined || !isHolder(found)) {
      gate.refuseToken(request, reply);
      return undefined;
    }
    return (await refusesCode(found, code, request, reply)) ? undefined : found;
  }

  return {
    holder: (request, reply, proof) => provenBy(() => true, request, reply, proof),
    async adminAgain(request, reply, proof) {
      const by = gate.operator(request);
      if (gate.session(request).session === undefined) return by;
      const proven = await provenBy(({ scope }) => scope === 'admin', request, reply, proof);
      return proven === undefined ? undefined : by;
    },
  };
}
