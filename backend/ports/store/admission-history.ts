/**
 * What admission checks look back at. Times are milliseconds since the epoch, newest first; people, clients and blocks
 * are named by fingerprints. Faults are thrown with code `store-unavailable`.
 */
export type AdmissionHistory = {
  /** Times at which codes were sent to a number since `since`; without those that our fault kept back. */
  codesSent(phone: string, since: number): Promise<number[]>;
  /** Times at which codes were sent to any number of a block since `since`. */
  codesSentToBlock(block: string, since: number): Promise<number[]>;
  /** Times at which a client created callbacks since `since`. */
  createdBy(client: string, since: number): Promise<number[]>;
  /** Times at which a signed-in visitor created callbacks since `since`. */
  createdByIdentity(identity: string, since: number): Promise<number[]>;
  isChallengeUsed(challenge: string): Promise<boolean>;
  /** Whether a number, given as the fingerprints of its spellings, has opted out. */
  isOptedOut(fingerprints: readonly string[]): Promise<boolean>;
  /** Stores the choice under the first fingerprint, and deletes that of the others. */
  setOptOut(fingerprints: readonly string[], optedOut: boolean, at: number): Promise<void>;
};
