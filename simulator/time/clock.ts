/** The simulator's only source of time. Tests pass a virtual clock. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that never go backwards. */
  monotonic(): number;
  /** Calls `run` once after `ms`. Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
};

/** Follows the machine's clock at `speed` times its pace (1 = real time). */
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

export type ScopedClock = Clock & {
  /** Cancels all pending timers and ignores new ones. */
  dispose(): void;
};

/** Wraps a clock so that all its timers can be cancelled at once, on a reset or a stop. */
export function createScopedClock({ clock }: { clock: Clock }): ScopedClock {
  const pending = new Set<() => void>();
  let disposed = false;
  const after = (ms: number, run: () => void) => {
    if (disposed) return () => {};
    const cancelTimer = clock.after(Math.max(0, ms), () => {
      pending.delete(cancel);
      run();
    });
    const cancel = () => {
      pending.delete(cancel);
      cancelTimer();
    };
    pending.add(cancel);
    return cancel;
  };
  const dispose = () => {
    disposed = true;
    for (const cancel of [...pending]) cancel();
  };
  return { now: clock.now, monotonic: clock.monotonic, after, dispose };
}
