import type { Log } from '../ports/log.ts';
import { type ForgetPorts, forgetOld } from '../usecases/privacy.ts';

export type Retention = {
  start(): void;
  /** Resolves when the step that is under way is over. */
  stop(): Promise<void>;
};

const hour = 3_600_000;
const day = 24 * hour;
/** Between two batches, so that visitors do not wait for them. */
const pause = 200;

/**
 * Forgets once an hour what is older than `keep` milliseconds (undefined: requests are kept) and sign-ins that are
 * over. What deleted rows left in the file is overwritten once a day at most, for that holds up everybody else.
 */
export function createRetention(ports: ForgetPorts & { log: Log }, keep: number | undefined): Retention {
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
        log.warn('old requests could not be removed now', { retry_in_minutes: hour / 60_000 }, cause);
        after(hour);
      });
    });
  }

  /** One step; answers when the next is due. */
  async function sweep(): Promise<number> {
    await personalData.forgetSignIns(clock.now());
    const { forgotten, more } = keep === undefined ? nothing : await forgetOld(ports, keep);
    if (forgotten > 0) {
      log.info('old requests were removed', { requests: forgotten });
      unscrubbed = true;
    }
    if (more) return pause;
    await scrub();
    return hour;
  }

  async function scrub(): Promise<void> {
    const now = clock.now();
    if (!unscrubbed || now - scrubbedAt < day) return;
    unscrubbed = !(await personalData.scrub());
    if (unscrubbed) log.warn('the database is in use by another program: deleted rows are overwritten later');
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

const nothing = { forgotten: 0, more: false };
