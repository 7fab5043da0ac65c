import type { RateLimit } from '../../domain/rate-limit.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';

/** A visitor has left for an identity provider. Every key is the fingerprint of a secret that is not kept here. */
export type PendingSignIn = {
  /** Of the secret in the browser's cookie. */
  key: string;
  provider: string;
  /** S256 of the verifier that only the visitor's page knows. */
  challenge: string;
  /** The page to come back to. */
  returnTo: string;
  /** Fingerprint of the client's address. */
  client: string;
  begunAt: number;
  expiresAt: number;
};

/** A visitor has come back; whoever has the code and the page's verifier gets the session. */
type HandOff = { key: string; challenge: string; identity: VisitorIdentity; expiresAt: number };

/** Sign-ins under way. What is taken is gone: nothing here works twice. Writing forgets what has expired. */
export type SignIns = {
  /** False where the client has begun as many as the limits allow, those of the same moment counted. */
  begin(signIn: PendingSignIn, limits: readonly RateLimit[]): Promise<boolean>;
  /** Times (newest first) at which a client began since `since`; those that expired may be missing. */
  begunBy(client: string, since: number): Promise<number[]>;
  consume(key: string, at: number): Promise<PendingSignIn | undefined>;
  handOff(handOff: HandOff, at: number): Promise<void>;
  redeem(key: string, at: number): Promise<HandOff | undefined>;
};
