import type { Clock } from '../ports/clock.ts';

export type WakeLoop = {
  /** Starts a pass now. During a pass, it makes one more pass follow. */
  wake(): void;
  /** Cancels the pause and starts no further pass. */
  stop(): void;
  /** The run of passes under way; undefined during a pause. */
  running(): Promise<void> | undefined;
};

/** Resolves when `work` has ended, after `maxMs` at the latest. */
export async function waitAtMost(
  clock: Pick<Clock, 'after'>,
  maxMs: number,
  work: Promise<unknown>,
): Promise<void> {
  let cancel = () => {};
  const timeout = new Promise<void>((resolve) => {
    cancel = clock.after(maxMs, resolve);
  });
  await Promise.race([work, timeout]);
  cancel();
}

/**
 * Repeats `pass`, one at a time, whenever it is woken or its pause is over. `pass` returns the pause after it (ms);
 * after undefined only `wake` starts the next pass. `pass` handles its own errors.
 *
 * The effect runner and the page's event stream share this loop. It stands among the use cases because `effects` and
 * `http` may both import these, but not each other.
 */
export function createWakeLoop(
  clock: Pick<Clock, 'after'>,
  pass: () => Promise<number | undefined>,
): WakeLoop {
  let running: Promise<void> | undefined;
  let woken = false;
  let stopped = false;
  let cancelPause = () => {};

  function wake(): void {
    if (stopped) return;
    woken = true;
    running ??= runPasses();
  }

  async function runPasses(): Promise<void> {
    cancelPause();
    let pauseMs: number | undefined;
    try {
      while (woken && !stopped) {
        woken = false;
        pauseMs = await pass();
      }
    } finally {
      // Cleared in the same turn as the last look at `woken`: a later wake starts a new run.
      running = undefined;
    }
    if (!stopped && pauseMs !== undefined) cancelPause = clock.after(pauseMs, wake);
  }

  return {
    wake,
    stop() {
      stopped = true;
      cancelPause();
    },
    running: () => running,
  };
}
