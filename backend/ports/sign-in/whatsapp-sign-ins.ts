import type { RateLimit } from '../../domain/rate-limit.ts';

/** Who sent the code, as WhatsApp tells it: the number is theirs, the name of their own choosing. */
export type WhatsappSender = { phone: string; name: string | undefined };

/** A page waits for its visitor to write. Keys are fingerprints; the id and the code themselves are not kept. */
export type WhatsappSignIn = {
  /** Of the id that the page asks with. */
  key: string;
  /** Of the code that is to be sent. */
  codeKey: string;
  /** S256 of the verifier that only the page knows. */
  challenge: string;
  /** Host of the page, which the answer names. */
  host: string;
  client: string;
  begunAt: number;
  expiresAt: number;
  /** Undefined until somebody sent the code. */
  sender: WhatsappSender | undefined;
};

/** Sign-ins by WhatsApp under way. None is found any more once it has expired; writing forgets those. */
export type WhatsappSignIns = {
  /** False where the client has begun as many as the limits allow, those of the same moment counted. */
  begin(signIn: WhatsappSignIn, limits: readonly RateLimit[]): Promise<boolean>;
  /** Times (newest first) at which a client began since `since`; those that expired may be missing. */
  begunBy(client: string, since: number): Promise<number[]>;
  find(key: string, at: number): Promise<WhatsappSignIn | undefined>;
  /**
   * The first to send the code is its sender for good. Counts the answer that follows; undefined where there is to be
   * none: the code is unknown or expired, somebody else's, or was answered `max` times.
   */
  matchCode(
    codeKey: string,
    sender: WhatsappSender,
    at: number,
    max: number,
  ): Promise<WhatsappSignIn | undefined>;
  /** Counts a guess before it is looked at; answers how many were made, or undefined when all `max` are. */
  countGuess(key: string, max: number): Promise<number | undefined>;
  /** Removes it: of two who try at once one is told so. */
  consume(key: string): Promise<boolean>;
};
