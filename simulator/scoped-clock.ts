import type { Clock } from './clock.ts';

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
