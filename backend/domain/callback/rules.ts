import type { NoticeChannel } from '../effect.ts';

/** What a site and its owner decided, as far as a callback's course depends on it. Times in milliseconds. */
export type CallbackRules = {
  /** How long a request may stay unproven. */
  maxUnverifiedMs: number;
  /** `MAX_WAIT`: how long a proven request may wait for a free line. */
  maxWaitMs: number;
  /** From proof, or from a retry, everything must have ended by then. */
  lastResortMs: number;
  /** How the business is told, in order; never empty. */
  noticeChannels: readonly NoticeChannel[];
};
