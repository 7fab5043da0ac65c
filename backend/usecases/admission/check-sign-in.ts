import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import type { Site } from '../../domain/site/site.ts';
import { readSession, type SessionPorts } from '../sign-in/read-session.ts';

export type SignInChecked =
  | { ok: true; identity: VisitorIdentity | undefined }
  | { ok: false; reason: 'sign-in-required' };

/** Whoever shows a bearer must be signed in; whoever shows none may ask only where the site does not mind. */
export async function checkSignIn(
  ports: SessionPorts,
  bearer: string | undefined,
  site: Site,
): Promise<SignInChecked> {
  if (bearer === undefined)
    return site.requireSignIn ? { ok: false, reason: 'sign-in-required' } : { ok: true, identity: undefined };
  const identity = await readSession(ports, bearer);
  return identity === undefined ? { ok: false, reason: 'sign-in-required' } : { ok: true, identity };
}
