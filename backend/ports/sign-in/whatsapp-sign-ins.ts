import type { RateLimit } from '../../domain/rate-limit.ts';

/** The sender of the code. WhatsApp vouches for the number; the name is the sender's own choice. */
export type WhatsappSender = { phone: string; name: string | undefined };

/** A sign-in that waits for the visitor's WhatsApp message. Keys are fingerprints; id and code are not stored. */
export type WhatsappSignIn = {
  /** Fingerprint of the sign-in's id, which the page holds. */
  key: string;
  /** Fingerprint of the code that the visitor sends. */
  codeKey: string;
  /** S256 of the verifier that only the page knows. */
  challenge: string;
  /** Host of the page, which the answer to the visitor names. */
  host: string;
  client: string;
  begunAt: number;
  expiresAt: number;
  /** `undefined` until a visitor sent the code. */
  sender: WhatsappSender | undefined;
};

/** Sign-ins by WhatsApp in progress. Expired ones are not found; writes delete them. */
export type WhatsappSignIns = {
  /** Returns false when the client reached a limit, concurrent sign-ins included. */
  begin(signIn: WhatsappSignIn, limits: readonly RateLimit[]): Promise<boolean>;
  /** Times (newest first) at which a client began since `since`; expired ones can be missing. */
  begunBy(client: string, since: number): Promise<number[]>;
  find(key: string, at: number): Promise<WhatsappSignIn | undefined>;
  /**
   * Finds the sign-in of a code and counts the answer to it. The first sender of a code stays its sender. `undefined`
   * when the code is unknown, expired, from another sender, or was answered `max` times.
   */
  matchCode(
    codeKey: string,
    sender: WhatsappSender,
    at: number,
    max: number,
  ): Promise<WhatsappSignIn | undefined>;
  /** Counts a guess before it is checked. Returns the number of guesses, `undefined` when all `max` are used. */
  countGuess(key: string, max: number): Promise<number | undefined>;
  /** Removes a sign-in. Of two concurrent calls only one returns true. */
  consume(key: string): Promise<boolean>;
};
