import type { Clock } from '../../../ports/clock.ts';

export type ManualClock = Clock & {
  /** Runs the timers that are due within the next `ms`. */
  advance(ms: number): void;
  /** Number of pending timers. */
  pendingTimers(): number;
};

/** Creates a clock that moves only by `advance`. */
export function createManualClock(start = Date.UTC(2026, 0, 5, 15)): ManualClock {
  const timers = new Set<{ at: number; run: () => void }>();
  let elapsed = 0;
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    after(ms, run) {
      const timer = { at: elapsed + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      elapsed += ms;
      for (const timer of timers) {
        if (timer.at > elapsed || !timers.delete(timer)) continue;
        timer.run();
      }
    },
    pendingTimers: () => timers.size,
  };
}
