import type { Clock } from '../time/clock.ts';

export type VirtualClock = Clock & {
  /** Lets `ms` pass timer by timer and awaits `settle` after each. */
  run(ms: number): Promise<void>;
  /** Number of pending timers. */
  pending(): number;
};

type Timer = { at: number; order: number; run: () => void };

/** Creates a clock that moves only on `run`. `settle` resolves when nothing waits for a socket. */
export function createVirtualClock({ settle }: { settle: () => Promise<void> }): VirtualClock {
  const start = Date.UTC(2030, 0, 7, 15);
  const timers = new Set<Timer>();
  let passed = 0;
  let order = 0;
  const next = (until: number) =>
    [...timers]
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at || a.order - b.order)
      .at(0);
  const after = (ms: number, run: () => void) => {
    order += 1;
    const timer = { at: passed + Math.max(0, ms), order, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const run = async (ms: number) => {
    const until = passed + ms;
    await settle();
    for (let timer = next(until); timer; timer = next(until)) {
      timers.delete(timer);
      passed = Math.max(passed, timer.at);
      timer.run();
      await settle();
    }
    passed = until;
  };
  return { now: () => start + passed, monotonic: () => passed, after, run, pending: () => timers.size };
}
