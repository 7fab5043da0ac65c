import type { Clock } from '../../../ports/clock.ts';

export type ManualClock = Clock & {
  /** Runs what falls due within the next `ms`. */
  advance(ms: number): void;
  /** How many timers wait. */
  waiting(): number;
};

/** A clock that stands still until it is told to move on. */
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
    waiting: () => timers.size,
  };
}
