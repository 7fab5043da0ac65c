import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';

/** Sessions of signed-in visitors. A key is the fingerprint of a bearer token; tokens are not stored. */
export type Sessions = {
  /** Opens a session and deletes expired ones. */
  open(session: { key: string; identity: VisitorIdentity; expiresAt: number }, at: number): Promise<void>;
  find(key: string, at: number): Promise<VisitorIdentity | undefined>;
  close(key: string): Promise<void>;
};
