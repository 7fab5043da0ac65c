/** Randomness and keyed hashes. */
export type Secrets = {
  /** Returns 128 random bits as base64url: an id that gives access. */
  capability(): string;
  /** Returns 256 random bits as base64url: a secret with a lifetime. */
  token(): string;
  /** Returns a short reference that is easy to read aloud, such as `K7M-42QP`. It gives no access. */
  reference(): string;
  /** Returns `count` random letters and digits that are hard to confuse and spell no words. */
  letters(count: number): string;
  /** Returns a random number from 0 up to 1, for jitter only. */
  jitter(): number;
  /** Derives the six digits of one sending of a callback's code. They are never stored. */
  codeFor(callbackId: string, sendNumber: number): string;
  /** Returns 160 random bits in base32, as authenticator apps read them. */
  oneTimeSecret(): string;
  /** Returns the six digits of a step: https://www.rfc-editor.org/rfc/rfc6238 */
  oneTimeCode(secret: string, step: number): string;
  /** Returns a proof, valid for a minute from `at`, that a program has this installation's application secret. */
  machineProof(at: number): string;
  isMachineProof(proof: string, at: number): boolean;
  /** Compares two strings in constant time. */
  same(left: string, right: string): boolean;
  /** PKCE's S256 of a verifier: https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
  challengeOf(verifier: string): string;
  /** Returns a keyed hash (hex) under which personal data can be stored and found again. */
  fingerprint(purpose: string, value: string): string;
  /** Encrypts a short text for an address (base64url); only `unseal` with the same purpose reads it. */
  seal(purpose: string, text: string): string;
  /** Returns `undefined` for what `seal` did not write. */
  unseal(purpose: string, sealed: string): string | undefined;
};
