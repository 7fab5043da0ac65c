import { uptime } from 'node:os';
import type { Clock, SteadyClock } from '../../ports/clock.ts';

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

/** A clock whose time can come from elsewhere; its timers stay. */
export type SwitchableClock = Clock & { follow(other: Pick<Clock, 'now'>): void };

export function switchableClock(first: Clock): SwitchableClock {
  let timeOf: Pick<Clock, 'now'> = first;
  return {
    ...first,
    now: () => timeOf.now(),
    follow(other) {
      timeOf = other;
    },
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

/** Smaller steps come from time synchronisation. Deadlines tolerate them, so they are adopted at once. */
const smallestJumpMs = 2_000;

/**
 * Keeps `now` steady when the machine's clock is set, by comparing it with the monotonic clock. Times that are stored
 * already keep their distance to `now` until they are moved and `follow` is called.
 */
export function createSteadyClock(machine: Clock): SteadyClock {
  let offsetMs = machine.now() - machine.monotonic();

  function driftMs(): number {
    return machine.now() - machine.monotonic() - offsetMs;
  }

  function unfollowedMs(): number {
    const drift = driftMs();
    if (Math.abs(drift) >= smallestJumpMs) return Math.round(drift);
    offsetMs += drift;
    return 0;
  }

  return {
    now: () => (unfollowedMs() === 0 ? machine.now() : Math.round(machine.monotonic() + offsetMs)),
    monotonic: machine.monotonic,
    after: machine.after,
    unfollowedMs,
    follow(jumpMs) {
      offsetMs += jumpMs;
    },
  };
}
