import {
  lastSessionStart,
  mustNoteUse,
  type Operator,
  type OperatorSession,
  type Scope,
  sessionExpiresAt,
} from '../../domain/operator/access.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AuditLog } from '../../ports/operator/audit-log.ts';
import type { OperatorAccess, OperatorToken } from '../../ports/operator/operator-access.ts';
import type { SecondFactors } from '../../ports/operator/second-factors.ts';
import type { Secrets } from '../../ports/secrets.ts';

export type AccessPorts = {
  operatorAccess: OperatorAccess;
  secondFactors: SecondFactors;
  auditLog: AuditLog;
  secrets: Secrets;
  clock: Clock;
};

/** The site whose operators sign in, and the token of its configuration. */
export type AccessSettings = { siteId: string; adminToken: string | undefined };

/** Prefixes tell operators, and programs that search for leaked secrets, what a secret is for. */
const tokenPrefix = 'cbt_';
const sessionPrefix = 'cbs_';

/** The id of the token in ADMIN_API_TOKEN. */
export const configuredTokenId = 'configured';

/** Returns who holds a token; undefined when it is unknown, revoked or expired. */
export async function findTokenHolder(
  ports: AccessPorts,
  { siteId, adminToken }: AccessSettings,
  token: string,
): Promise<Operator | undefined> {
  if (adminToken !== undefined && ports.secrets.same(token, adminToken))
    return { tokenId: configuredTokenId, name: 'admin', scope: 'admin' };
  if (!token.startsWith(tokenPrefix)) return undefined;
  const found = await ports.operatorAccess.findToken(tokenKey(ports.secrets, token));
  const at = ports.clock.now();
  if (found === undefined || found.siteId !== siteId || (found.expiresAt ?? at + 1) <= at) return undefined;
  if (mustNoteUse(found, at)) await ports.operatorAccess.noteTokenUse(found.id, at);
  return { tokenId: found.id, name: found.name, scope: found.scope };
}

/** Opens a session for the holder of a token. Only the fingerprint of the returned secret is stored. */
export async function openOperatorSession(
  ports: AccessPorts,
  { siteId }: AccessSettings,
  opened: { operator: Operator; inCookie: boolean },
): Promise<{ secret: string; session: OperatorSession }> {
  const at = ports.clock.now();
  const opening: OperatorSession = { ...opened, createdAt: at, lastUsedAt: at };
  const secret = `${sessionPrefix}${ports.secrets.token()}`;
  const key = sessionKey(ports.secrets, secret);
  await ports.operatorAccess.forgetSessions(lastSessionStart(at));
  await ports.operatorAccess.openSession(key, siteId, opening);
  await note(ports, siteId, opened.operator, 'operator-signed-in');
  return { secret, session: (await ports.operatorAccess.findSession(key, siteId)) ?? opening };
}

export function isSessionSecret(secret: string): boolean {
  return secret.startsWith(sessionPrefix);
}

/**
 * Returns a session that has not ended, and notes its use when a person acts: a page that refreshes itself on a computer
 * left alone must not keep the session open. A session that has ended is removed.
 */
export async function useSession(
  ports: AccessPorts,
  { siteId }: AccessSettings,
  { secret, isAct }: { secret: string; isAct: boolean },
): Promise<OperatorSession | undefined> {
  const key = sessionKey(ports.secrets, secret);
  const session = await ports.operatorAccess.findSession(key, siteId);
  if (session === undefined) return undefined;
  const at = ports.clock.now();
  if (sessionExpiresAt(session) <= at) {
    await ports.operatorAccess.closeSession(key);
    return undefined;
  }
  if (!isAct || !mustNoteUse(session, at)) return session;
  await ports.operatorAccess.noteSessionUse(key, at);
  return { ...session, lastUsedAt: at };
}

export async function signOut(ports: AccessPorts, secret: string): Promise<void> {
  await ports.operatorAccess.closeSession(sessionKey(ports.secrets, secret));
}

/** Ends all sessions that were opened with the operator's token. */
export async function signOutEverywhere(ports: AccessPorts, siteId: string, by: Operator): Promise<void> {
  await ports.operatorAccess.closeSessionsOf({ siteId, tokenId: by.tokenId });
  await note(ports, siteId, by, 'operator-signed-out-everywhere');
}

/** Ends the sessions of the operator's token, except the one with this secret. */
export async function signOutElsewhere(
  ports: AccessPorts,
  { siteId, by, secret }: { siteId: string; by: Operator; secret: string },
): Promise<void> {
  const except = sessionKey(ports.secrets, secret);
  await ports.operatorAccess.closeSessionsOf({ siteId, tokenId: by.tokenId, except });
}

/** Creates a token. Its secret is returned here only. */
export async function createToken(
  ports: AccessPorts,
  siteId: string,
  by: Operator,
  wanted: { name: string; scope: Scope; lifetimeMs: number | undefined },
): Promise<{ secret: string; token: OperatorToken }> {
  const at = ports.clock.now();
  const secret = `${tokenPrefix}${ports.secrets.token()}`;
  const token: OperatorToken = {
    id: ports.secrets.capability(),
    siteId,
    name: wanted.name,
    scope: wanted.scope,
    createdAt: at,
    expiresAt: wanted.lifetimeMs === undefined ? undefined : at + wanted.lifetimeMs,
    lastUsedAt: undefined,
  };
  await ports.operatorAccess.addToken(tokenKey(ports.secrets, secret), token);
  await note(ports, siteId, by, 'token-created', { token: token.id, name: token.name, scope: token.scope });
  return { secret, token };
}

/** Revokes a token and ends its sessions. Returns false when there is no such token. */
export async function revokeToken(
  ports: AccessPorts,
  siteId: string,
  by: Operator,
  id: string,
): Promise<boolean> {
  const revoked = await ports.operatorAccess.revokeToken(siteId, id);
  if (revoked) await note(ports, siteId, by, 'token-revoked', { token: id });
  return revoked;
}

/** Records what an operator did that concerns no callback. */
export function note(
  { auditLog, clock }: Pick<AccessPorts, 'auditLog' | 'clock'>,
  siteId: string,
  by: Operator,
  eventType: string,
  eventData: Record<string, unknown> = {},
): Promise<void> {
  return auditLog.add(siteId, { eventType, eventData, actor: by.name }, clock.now());
}

function tokenKey(secrets: Secrets, token: string): string {
  return secrets.fingerprint('operator-token', token);
}

function sessionKey(secrets: Secrets, secret: string): string {
  return secrets.fingerprint('operator-session', secret);
}
