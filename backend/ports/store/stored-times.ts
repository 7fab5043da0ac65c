/** The times in the store that deadlines and the order of waiting depend on. */
export type StoredTimes = {
  /**
   * Moves due times, leases and the times of live callbacks and open attempts by `jumpMs`, in one transaction. Every
   * open attempt with a SID is checked at `at`. Concurrent commits on these callbacks become stale.
   */
  moveTimes(jumpMs: number, at: number): Promise<void>;
  /** When the latest change was made; `undefined` in an empty store. */
  latestChangeAt(): Promise<number | undefined>;
};
