import type { Log } from '../ports/log.ts';
import { type ForgetPorts, forgetOld } from '../usecases/privacy.ts';

export type Retention = {
  start(): void;
  /** Resolves when the running sweep has ended. */
  stop(): Promise<void>;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Longer than a batch. After it another process continues for one that died. */
const leaseMs = 10 * 60_000;
/** Pause between two batches, so that visitors do not wait. */
const pauseMs = 200;

/**
 * Deletes once an hour the callbacks older than `keepMs` (undefined keeps them) and ended sign-ins. Overwrites the
 * remains of deleted rows at most once a day, because this blocks the database.
 */
export function createRetention(ports: ForgetPorts & { log: Log }, keepMs: number | undefined): Retention {
  const { personalData, clock, log } = ports;
  let running = false;
  let step = Promise.resolve();
  let cancel = () => {};
  let unscrubbed = false;
  let scrubbedAt = Number.NEGATIVE_INFINITY;

  function after(ms: number): void {
    if (!running) return;
    cancel = clock.after(ms, () => {
      step = sweep().then(after, (cause) => {
        log.warn('old callbacks not deleted', { retry_in_minutes: hourMs / 60_000 }, cause);
        after(hourMs);
      });
    });
  }

  /** Deletes one batch; returns the pause before the next sweep (ms). */
  async function sweep(): Promise<number> {
    if (!(await personalData.claimSweep(clock.now(), leaseMs))) return hourMs;
    await personalData.forgetSignIns(clock.now());
    const { forgotten, more } = keepMs === undefined ? noneForgotten : await forgetOld(ports, keepMs);
    if (forgotten > 0) {
      log.info('old callbacks deleted', { requests: forgotten });
      unscrubbed = true;
    }
    if (more) return pauseMs;
    await scrub();
    return hourMs;
  }

  async function scrub(): Promise<void> {
    const now = clock.now();
    if (!unscrubbed || now - scrubbedAt < dayMs) return;
    unscrubbed = !(await personalData.scrub());
    if (unscrubbed) log.warn('database in use by another program: deleted rows overwritten later');
    else scrubbedAt = now;
  }

  return {
    start() {
      running = true;
      after(0);
    },
    async stop() {
      running = false;
      cancel();
      await step;
    },
  };
}

const noneForgotten = { forgotten: 0, more: false };
