/** Pending work outside timers; a virtual clock waits for it. */
export type PendingWork = {
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves when no work is pending, including follow-up work. */
  settle(): Promise<void>;
  /** Resolves when what was waiting to run has run. */
  drain: Drain;
};

type Drain = () => Promise<void>;

/**
 * For work that waits for promises only. It costs a fraction: the event loop asks the system for nothing. Those who wait
 * at the same time go on one after the other, as with `setImmediate`.
 */
export function createPromiseDrain(): Drain {
  let latest = Promise.resolve();
  return () => {
    latest = latest.then(() => new Promise((resolve) => process.nextTick(resolve)));
    return latest;
  };
}

/** For work that a file, a socket or `setImmediate` continues. */
export const drainEventLoop: Drain = () => new Promise((resolve) => void setImmediate(resolve));

export function createPendingWork(drain: Drain = drainEventLoop): PendingWork {
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
      do await drain();
      while (underWay > 0);
    },
    drain,
  };
}
