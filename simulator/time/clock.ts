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

export type ScopedClock = Clock & {
  /** Cancels everything that is still to come and accepts nothing new. */
  dispose(): void;
};

/** A clock whose timers can all be forgotten at once, so that a reset or a stop leaves nothing behind. */
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
