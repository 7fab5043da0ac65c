/** What is under way outside of timers; a virtual clock stands still until it is over. */
export type PendingWork = {
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way and nothing follows from what was. */
  settle(): Promise<void>;
};

export function createPendingWork(): PendingWork {
  let underWay = 0;
  return {
    async during(work) {
      underWay += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
      }
    },
    async settle() {
      do await new Promise(setImmediate);
      while (underWay > 0);
    },
  };
}
