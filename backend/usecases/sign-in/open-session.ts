import { signInRules } from '../../domain/sign-in/sign-in-rules.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import { type SessionPorts, sessionKey } from './read-session.ts';

/** `expiresIn` milliseconds. The token is told once and kept nowhere. */
export type OpenedSession = { ok: true; token: string; expiresIn: number; identity: VisitorIdentity };

/** For somebody who has just proven who they are. */
export async function openSession(
  { secrets, sessions, clock }: SessionPorts,
  identity: VisitorIdentity,
): Promise<OpenedSession> {
  const token = secrets.token();
  const at = clock.now();
  const expiresIn = signInRules.session;
  await sessions.open({ key: sessionKey(secrets, token), identity, expiresAt: at + expiresIn }, at);
  return { ok: true, token, expiresIn, identity };
}
