import type { Clock } from '../../ports/clock.ts';

/** A longer time-out would fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimer = 2 ** 31 - 1;

/** This machine's time; `speed` makes it pass faster from now on, for demonstrations. */
export function createClock({ speed = 1 }: { speed?: number } = {}): Clock {
  const origin = Date.now();
  return {
    now: () => (speed === 1 ? Date.now() : Math.round(origin + (Date.now() - origin) * speed)),
    monotonic: () => performance.now() * speed,
    after: (ms, run) => schedule(Math.max(0, ms / speed), run),
  };
}

function schedule(realMs: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    const next = Math.min(left, longestTimer);
    timer = setTimeout(() => (left > next ? wait(left - next) : run()), next);
  };
  wait(realMs);
  return () => clearTimeout(timer);
}
