import type { Clock } from './clock.ts';

/** Waits for `work`. Rejects with the signal's reason when `signal` aborts first. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
}

/** Sleeps `ms` of the clock's time. Rejects with the signal's reason when `signal` aborts first. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const slept = Promise.withResolvers<void>();
  const cancel = clock.after(ms, slept.resolve);
  try {
    await unlessAborted(signal, slept.promise);
  } finally {
    cancel();
  }
}
