import type { RateLimit } from '../../domain/rate-limit.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';

/** A sign-in whose visitor is at the provider. A key is the fingerprint of a secret; secrets are not stored. */
export type PendingSignIn = {
  /** Fingerprint of the secret in the browser's cookie. */
  key: string;
  provider: string;
  /** S256 of the verifier that only the page knows. */
  challenge: string;
  /** The page to which the visitor returns. */
  returnTo: string;
  /** Fingerprint of the client's address. */
  client: string;
  begunAt: number;
  expiresAt: number;
};

/** A finished sign-in. The page redeems it with the hand-off code and its verifier. */
type HandOff = { key: string; challenge: string; identity: VisitorIdentity; expiresAt: number };

/** Sign-ins in progress. Each works once: consuming removes it. Writes delete expired rows. */
export type SignIns = {
  /** Returns false when the client reached a limit, concurrent sign-ins included. */
  begin(signIn: PendingSignIn, limits: readonly RateLimit[]): Promise<boolean>;
  /** Times (newest first) at which a client began since `since`; expired ones can be missing. */
  begunBy(client: string, since: number): Promise<number[]>;
  consume(key: string, at: number): Promise<PendingSignIn | undefined>;
  handOff(handOff: HandOff, at: number): Promise<void>;
  redeem(key: string, at: number): Promise<HandOff | undefined>;
};
