import type { NetworkLevel, NetworkRecord } from '../../domain/admission/network-standing.ts';
import type { AreaTurnout } from '../../domain/admission/turnout.ts';
import type { Change, CountedCodes } from './change.ts';

/**
 * What admission checks look back at. Codes that were not sent through a fault of the platform do not count. Times
 * are milliseconds since the epoch, newest first; people, clients and blocks are named by fingerprints. Faults are
 * thrown with code `store-unavailable`.
 */
export type AdmissionHistory = {
  /** Times of the codes to a number that count since `since`. */
  codesTo(phone: string, counted: CountedCodes, since: number): Promise<number[]>;
  /** Times at which codes were sent to any number of a block since `since`. */
  codesSentToBlock(block: string, since: number): Promise<number[]>;
  /** What one network did with its codes in the hour and the day before `at`. */
  networkRecord(level: NetworkLevel, network: string, at: number): Promise<NetworkRecord>;
  /** Times of the codes that one network left unentered since `since`. */
  unenteredBy(level: NetworkLevel, network: string, since: number): Promise<number[]>;
  /** Codes of the last hour by area. The answer can be five seconds old. */
  turnout(at: number): Promise<AreaTurnout[]>;
  /** Counts a refusal as a request of its client, and uses up its captcha solution. */
  countRefusal(client: string, solved: Change['captchaSolution'], at: number): Promise<void>;
  /** Times at which a client created callbacks, or was refused in a way that counts, since `since`. */
  createdBy(client: string, since: number): Promise<number[]>;
  /** Times at which a signed-in visitor created callbacks since `since`. */
  createdByIdentity(identity: string, since: number): Promise<number[]>;
  isChallengeUsed(challenge: string): Promise<boolean>;
  /** Whether a number, given as the fingerprints of its spellings, has opted out. */
  isOptedOut(fingerprints: readonly string[]): Promise<boolean>;
  /** Stores the choice under the first fingerprint, and deletes that of the others. */
  setOptOut(fingerprints: readonly string[], optedOut: boolean, at: number): Promise<void>;
};
