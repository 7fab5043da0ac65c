/** Pending work outside timers; a virtual clock waits for it. */
export type PendingWork = {
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves when no work is pending, including follow-up work. */
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
