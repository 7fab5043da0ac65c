import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';

/** Who is signed in. The key is the fingerprint of the bearer, which is not kept. */
export type Sessions = {
  /** Also forgets sessions that are over. */
  open(session: { key: string; identity: VisitorIdentity; expiresAt: number }, at: number): Promise<void>;
  find(key: string, at: number): Promise<VisitorIdentity | undefined>;
  close(key: string): Promise<void>;
};
