import type { Harness } from './engine-harness.ts';

/** Nobody starts a process sooner than this after it died, in milliseconds. */
const downTime = 2_000;

/** Starts another process when there is none. */
export async function restartIfDead(harness: Harness): Promise<void> {
  if (harness.isRunning()) return;
  await harness.clock.advance(downTime);
  await harness.reopen();
}

/** Does what a person does whose request was not answered: the same again, when the service is back. */
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
