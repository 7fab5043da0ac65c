/** Randomness and keyed hashes. */
export type Secrets = {
  /** 128 random bits, base64url: a capability. */
  capability(): string;
  /** 256 random bits, base64url: a secret that somebody keeps for a while. */
  token(): string;
  /** A short reference that is easy to read aloud, such as `K7M-42QP`; it opens nothing. */
  reference(): string;
  /** So many letters and digits that are not mistaken for one another, and make no words. */
  letters(count: number): string;
  /** 0 ≤ x < 1, for jitter only. */
  jitter(): number;
  /** The six digits of one sending of one request: the same whenever they are asked for, and stored nowhere. */
  codeFor(callbackId: string, sendNumber: number): string;
  /** Compares in constant time. */
  same(left: string, right: string): boolean;
  /** PKCE's S256 of a verifier: https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
  challengeOf(verifier: string): string;
  /** A keyed hash (hex) under which something personal may be stored and found again. */
  fingerprint(purpose: string, value: string): string;
};
