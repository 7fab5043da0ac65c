import { uptime } from 'node:os';
import type { Clock } from '../../ports/clock.ts';

/** A longer timeout would fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const maxTimeoutMs = 2 ** 31 - 1;

/** Creates a clock with this machine's time. For demonstrations, it runs `speed` times faster from its creation on. */
export function createClock({ speed = 1 }: { speed?: number } = {}): Clock {
  const origin = Date.now();
  const elapsed = countSleep({ awakeMs: () => performance.now(), uptimeMs: () => uptime() * 1_000 });
  return {
    now: () => (speed === 1 ? Date.now() : Math.round(origin + (Date.now() - origin) * speed)),
    monotonic: () => elapsed() * speed,
    after: (ms, run) => schedule(Math.max(0, ms / speed), run),
  };
}

/** Smaller differences come from the resolution of the uptime. */
const shortestSleepMs = 2_000;

/**
 * Adds the time that the machine slept to its monotonic clock, which stands still meanwhile on Linux. The uptime counts
 * it: https://docs.libuv.org/en/v1.x/misc.html#c.uv_uptime. Without it, a sleep would look like a clock that was set.
 */
export function countSleep(machine: { awakeMs: () => number; uptimeMs: () => number }): () => number {
  let aheadMs = machine.uptimeMs() - machine.awakeMs();
  let sleptMs = 0;
  return () => {
    const awakeMs = machine.awakeMs();
    const moreMs = machine.uptimeMs() - awakeMs - aheadMs;
    if (moreMs >= shortestSleepMs) {
      aheadMs += moreMs;
      sleptMs += moreMs;
    }
    return awakeMs + sleptMs;
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
