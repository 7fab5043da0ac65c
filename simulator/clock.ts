/** All time in the simulator passes through this; a test hands in a virtual one. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that never go backwards. */
  monotonic(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
};

/** A clock that follows the machine's, `speed` times as fast (1 = real time). */
export function createSystemClock({ speed }: { speed: number }): Clock {
  const startedAt = Date.now();
  const started = performance.now();
  const monotonic = () => (performance.now() - started) * speed;
  return {
    monotonic,
    now: () => Math.round(startedAt + monotonic()),
    after: (ms, run) => {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}
