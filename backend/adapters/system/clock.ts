import type { Clock } from '../../ports/clock.ts';

/** A longer timeout would fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const maxTimeoutMs = 2 ** 31 - 1;

/** Creates a clock with this machine's time. For demonstrations, it runs `speed` times faster from its creation on. */
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
  const wait = (leftMs: number) => {
    const nextMs = Math.min(leftMs, maxTimeoutMs);
    timer = setTimeout(() => (leftMs > nextMs ? wait(leftMs - nextMs) : run()), nextMs);
  };
  wait(realMs);
  return () => clearTimeout(timer);
}
