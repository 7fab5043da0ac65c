import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allows, type Operator, type OperatorSession, type Scope } from '../../../domain/operator/access.ts';
import {
  type AccessPorts,
  findTokenHolder,
  isSessionSecret,
  useSession,
} from '../../../usecases/operator/access.ts';
import { requiredFactor } from '../../../usecases/operator/second-factor.ts';
import type { ClientIdentity } from '../../client/client-identity.ts';
import type { Uses } from '../../deps.ts';
import { sendProblem } from '../../problems/send-problem.ts';
import { createSecretCookie, type SecretCookie } from '../../server/cookie.ts';
import { secondsUntil } from '../../wire-times.ts';
import type { LiveAccess } from './live-access.ts';
import { createRateLimiter } from './rate-limiter.ts';

export type GateDeps = AccessPorts &
  Uses<'log', 'siteId' | 'adminToken' | 'publicBaseUrl'> & { client: ClientIdentity };

/** Who sent a request, and the session that proves it; a script sends a token and has none. */
type Admitted = { operator: Operator; session: OperatorSession | undefined; secret: string };

export type OperatorGate = {
  /** Admits only requests of an operator with at least this scope. Others are refused before their body is read. */
  require(app: FastifyInstance, scope: Scope): void;
  /** Like `require`, for connections that a page opens by itself: they do not keep a session alive. */
  requireQuietly(app: FastifyInstance, scope: Scope): void;
  /** Ends an open connection when its session or token ends. Returns what stops that. */
  endWithAccess(request: FastifyRequest, end: () => void): () => void;
  operator(request: FastifyRequest): Operator;
  session(request: FastifyRequest): Pick<Admitted, 'session' | 'secret'>;
  /** Answers when the client must wait: it sent too many requests, or too many wrong tokens. */
  refuseHasty(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined;
  /** Counts a wrong token against the client and answers. */
  refuseToken(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  /** Counts a wrong code of a second factor like a wrong token. */
  refuseCode(request: FastifyRequest, reply: FastifyReply): FastifyReply;
};

/** How the gate refuses, for the API description. */
export const gateRefusals = [
  'operator-token-wrong',
  'totp-required',
  'operator-session-ended',
  'operator-scope-too-low',
  'operator-side-off',
  'too-many-requests',
] as const;

/** A dashboard sends a few requests for each click. */
const requestLimits = [{ windowMs: 60_000, max: 600 }];
/** Each wrong token costs time: after five, a client waits a minute. */
const wrongTokenLimits = [
  { windowMs: 60_000, max: 5 },
  { windowMs: 3_600_000, max: 30 },
];

/**
 * A page sends this header with the cookie. Pages of other origins cannot send it without asking first, which is
 * refused: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
const ownPageHeader = 'x-operator';
/** A page sends this header with requests that no person caused. */
const refreshHeader = 'x-operator-refresh';
/** Commands on the server's machine send it. Pages cannot. */
const machineHeader = 'x-operator-machine';

/** The cookie of the dashboard that this server serves. `Strict` keeps it off requests that other sites start. */
export function createSessionCookie(publicBaseUrl: string): SecretCookie {
  return createSecretCookie(publicBaseUrl, { name: 'operator', sameSite: 'Strict' });
}

/** Decides who may use the operator's routes. */
export function createOperatorGate(deps: GateDeps & { watch: LiveAccess['watch'] }): OperatorGate {
  const { client, clock, log, settings } = deps;
  const cookie = createSessionCookie(settings.publicBaseUrl);
  const ownOrigin = new URL(settings.publicBaseUrl).origin;
  const requests = createRateLimiter(requestLimits);
  const wrongTokens = createRateLimiter(wrongTokenLimits);
  const admitted = new WeakMap<FastifyRequest, Admitted>();

  function refuseHasty(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const now = clock.now();
    const from = client.fingerprint(request);
    const retryAt = Math.max(requests.admit(from, now), wrongTokens.allowedAt(from, now));
    if (retryAt <= now) return undefined;
    return sendProblem(reply, 'too-many-requests', { retry_after: secondsUntil(retryAt, now) });
  }

  function refuseToken(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    wrongTokens.admit(client.fingerprint(request), clock.now());
    log.warn('operator token rejected', {
      id: request.id,
      fix: 'send ADMIN_API_TOKEN, or a token from the dashboard, as Authorization: Bearer',
    });
    return sendProblem(challenge(reply), 'operator-token-wrong');
  }

  function refuseCode(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    wrongTokens.admit(client.fingerprint(request), clock.now());
    log.warn('operator second factor rejected', {
      id: request.id,
      fix: 'enter the newest code; if no operator did this, revoke the token, which is known to others',
    });
    return sendProblem(challenge(reply), 'totp-wrong');
  }

  /** A token with a second factor opens sessions only; beside it, commands on this machine prove the machine. */
  async function lacksSecondFactor(operator: Operator, { headers }: FastifyRequest): Promise<boolean> {
    if ((await requiredFactor(deps, settings.siteId, operator)) === undefined) return false;
    return !deps.secrets.isMachineProof(String(headers[machineHeader] ?? ''), clock.now());
  }

  /** A cookie counts only with the header that the platform's own page sends, and never from another origin. */
  function cookieSecret(request: FastifyRequest): string | undefined {
    const { origin } = request.headers;
    const isOwnPage = request.headers[ownPageHeader] !== undefined && (origin ?? ownOrigin) === ownOrigin;
    return isOwnPage ? cookie.read(request) : undefined;
  }

  async function admit(
    request: FastifyRequest,
    { isAct }: { isAct: boolean },
  ): Promise<Admitted | 'absent' | 'wrong' | 'lacks-code' | 'ended'> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const secret = bearer ?? cookieSecret(request) ?? '';
    if (secret === '') return 'absent';
    if (isSessionSecret(secret)) {
      const session = await useSession(deps, settings, { secret, isAct });
      const isRightWay = session?.inCookie === (bearer === undefined);
      return session !== undefined && isRightWay ? { operator: session.operator, session, secret } : 'ended';
    }
    const operator = await findTokenHolder(deps, settings, secret);
    if (operator === undefined) return 'wrong';
    if (await lacksSecondFactor(operator, request)) return 'lacks-code';
    return { operator, session: undefined, secret };
  }

  function guard(app: FastifyInstance, scope: Scope, isAct: (request: FastifyRequest) => boolean): void {
    app.addHook('onRequest', async (request, reply) => {
      if (settings.adminToken === undefined) return sendProblem(reply, 'operator-side-off');
      const refused = refuseHasty(request, reply);
      if (refused !== undefined) return refused;
      const found = await admit(request, { isAct: isAct(request) });
      // A dashboard asks for its session before a person signs in. That guesses nothing, so it is not counted.
      if (found === 'absent') return sendProblem(challenge(reply), 'operator-token-wrong');
      if (found === 'wrong') return refuseToken(request, reply);
      if (found === 'lacks-code') return sendProblem(challenge(reply), 'totp-required');
      if (found === 'ended') return sendProblem(reply, 'operator-session-ended');
      if (!allows(found.operator.scope, scope)) return sendProblem(reply, 'operator-scope-too-low');
      admitted.set(request, found);
    });
  }

  return {
    require: (app, scope) => guard(app, scope, ({ headers }) => headers[refreshHeader] === undefined),
    requireQuietly: (app, scope) => guard(app, scope, () => false),
    endWithAccess: (request, end) =>
      deps.watch(async () => typeof (await admit(request, { isAct: false })) !== 'string', end),
    operator: (request) => admittedOf(request).operator,
    session: (request) => admittedOf(request),
    refuseHasty,
    refuseToken,
    refuseCode,
  };

  function admittedOf(request: FastifyRequest): Admitted {
    const found = admitted.get(request);
    if (found === undefined) throw new Error('The route does not require an operator.');
    return found;
  }
}

/** Names the kind of proof that is needed: https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function challenge(reply: FastifyReply): FastifyReply {
  return reply.header('www-authenticate', 'Bearer');
}
