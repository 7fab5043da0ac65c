import type { Clock } from '../../../backend/ports/clock.ts';

export type VirtualClock = Clock & {
  /** Advances by `ms`: due timers fire in order, and pending work settles before the next one. */
  advance(ms: number): Promise<void>;
  /** Fires timers until `done`, for `patience` ms at most; returns whether `done` held. */
  until(done: () => Promise<boolean>, patience: number): Promise<boolean>;
  /** True time, milliseconds since the epoch: no jump of the wall clock moves it. */
  trueNow(): number;
  /** Moves only the wall clock, like a time server. */
  jump(ms: number): void;
};

type Timer = { at: number; order: number; run: () => void };

/** A clock that moves only on request. `settle` resolves when only timers are pending. */
export function createVirtualClock(options: { settle: () => Promise<void>; start?: number }): VirtualClock {
  const timers: Timer[] = [];
  const start = options.start ?? Date.UTC(2030, 0, 7, 15);
  let wall = start;
  let passed = 0;
  let order = 0;

  function after(ms: number, run: () => void): () => void {
    order += 1;
    const timer = { at: passed + Math.max(0, ms), order, run };
    timers.splice(placeOf(timers, timer.at), 0, timer);
    return () => {
      const index = timers.indexOf(timer);
      if (index >= 0) timers.splice(index, 1);
    };
  }

  /** Fires the next timer that is due by `end`, if any. */
  function fire(end: number): boolean {
    const next = timers[0];
    if (next === undefined || next.at > end) return false;
    timers.shift();
    passTo(next.at);
    next.run();
    return true;
  }

  /** The condition can have started work that has not set its timer yet. */
  async function fireNext(end: number): Promise<boolean> {
    if (fire(end)) return true;
    await options.settle();
    return fire(end);
  }

  function passTo(moment: number): void {
    wall += moment - passed;
    passed = moment;
  }

  return {
    // Timers can have fractions, the wall clock has none.
    now: () => Math.trunc(wall),
    monotonic: () => passed,
    after,
    async advance(ms) {
      const end = passed + ms;
      do await options.settle();
      while (fire(end));
      passTo(end);
    },
    async until(done, patience) {
      const end = passed + patience;
      do {
        await options.settle();
        if (await done()) return true;
      } while (await fireNext(end));
      return false;
    },
    trueNow: () => Math.trunc(start + passed),
    jump(ms) {
      wall += ms;
    },
  };
}

/** Inserts after all earlier or equal timers: equal ones fire in the order they were set. */
function placeOf(timers: readonly Timer[], at: number): number {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timers[middle]?.at ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
