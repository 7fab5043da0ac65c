import { signInRules } from '../../domain/sign-in/sign-in-rules.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';

/** `expiresIn` milliseconds. The token is told once and kept nowhere. */
export type OpenedSession = { ok: true; token: string; expiresIn: number; identity: VisitorIdentity };

/** For somebody who has just proven who they are. */
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

/** Who a bearer stands for; undefined when it is unknown or its time is over. */
export function readSession(ports: SessionPorts, bearer: string): Promise<VisitorIdentity | undefined> {
  return ports.sessions.find(sessionKey(ports.secrets, bearer), ports.clock.now());
}

/** Signs out; doing it twice is once. */
export function closeSession(ports: SessionPorts, bearer: string): Promise<void> {
  return ports.sessions.close(sessionKey(ports.secrets, bearer));
}

/** Under which a session is kept. */
function sessionKey(secrets: Secrets, bearer: string): string {
  return secrets.fingerprint('session', bearer);
}
