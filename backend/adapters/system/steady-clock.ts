import type { Clock, SteadyClock } from '../../ports/clock.ts';

/** Smaller steps come from time synchronisation. Deadlines bear them, so they are adopted at once. */
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
