import { signInRules } from '../../domain/sign-in/sign-in-rules.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';

/** `expiresIn` in milliseconds. Only the fingerprint of the token is stored. */
export type OpenedSession = { ok: true; token: string; expiresIn: number; identity: VisitorIdentity };

/** Opens a session for a visitor who has just signed in. */
export async function openSession(
  { secrets, sessions, clock }: SessionPorts,
  identity: VisitorIdentity,
): Promise<OpenedSession> {
  const token = secrets.token();
  const at = clock.now();
  const expiresIn = signInRules.sessionMs;
  await sessions.open({ key: sessionKey(secrets, token), identity, expiresAt: at + expiresIn }, at);
  return { ok: true, token, expiresIn, identity };
}

export type SessionPorts = { sessions: Sessions; secrets: Secrets; clock: Clock };

/** Returns the identity of a session token; undefined when it is unknown or expired. */
export function readSession(ports: SessionPorts, bearer: string): Promise<VisitorIdentity | undefined> {
  return ports.sessions.find(sessionKey(ports.secrets, bearer), ports.clock.now());
}

/** Ends the session; does nothing when it has ended. */
export function closeSession(ports: SessionPorts, bearer: string): Promise<void> {
  return ports.sessions.close(sessionKey(ports.secrets, bearer));
}

function sessionKey(secrets: Secrets, bearer: string): string {
  return secrets.fingerprint('session', bearer);
}
