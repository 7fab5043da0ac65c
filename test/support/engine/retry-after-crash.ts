import type { Harness } from './engine-harness.ts';

/** Time between a crash and the next start (ms). */
const downTimeMs = 2_000;

/** Starts another process when none runs. */
export async function restartIfDead(harness: Harness): Promise<void> {
  if (harness.isRunning()) return;
  await harness.clock.advance(downTimeMs);
  await harness.reopen();
}

/** Repeats a request that a crash left unanswered, after the restart. */
export async function retryAfterCrash<T>(harness: Harness, act: () => Promise<T>): Promise<T> {
  for (;;) {
    await restartIfDead(harness);
    try {
      return await act();
    } catch (error) {
      if (harness.isRunning()) throw error;
    }
  }
}
