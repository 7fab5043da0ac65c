import type { SteadyClock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store/store.ts';

/** Smaller differences to the latest change come from small corrections of the clock. */
const smallestSetBackMs = 5_000;

/**
 * Creates the only place that notices a machine's clock that was set. It moves the stored times along, so that no
 * deadline comes early or late. It also has the carrier asked about every open call. A clock that was set back while
 * no process ran is detected by a change with a future time.
 */
export function createClockFollower(ports: { store: Store; clock: SteadyClock; log: Log }) {
  const { store, clock, log } = ports;
  let started = false;

  /** Throws when the store cannot be written; the clock stays steady until the next try. */
  return async (): Promise<void> => {
    if (!started) await followSetBack();
    started = true;
    const jumpMs = clock.unfollowedMs();
    if (jumpMs === 0) return;
    await move(jumpMs, clock.now() + jumpMs);
    clock.follow(jumpMs);
  };

  async function followSetBack(): Promise<void> {
    const now = clock.now();
    const aheadMs = ((await store.latestChangeAt()) ?? now) - now;
    if (aheadMs >= smallestSetBackMs) await move(-aheadMs, now);
  }

  async function move(jumpMs: number, at: number): Promise<void> {
    await store.moveTimes(jumpMs, at);
    log.warn('clock of this machine was set: deadlines moved along', {
      by_seconds: Math.round(jumpMs / 1_000),
      fix: 'keep the clock right with a time service (NTP)',
    });
  }
}
