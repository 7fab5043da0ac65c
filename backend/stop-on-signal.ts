import { constants } from 'node:os';
import type { Log } from './ports/log.ts';

/** Docker sends SIGKILL ten seconds after SIGTERM by default, systemd after 90: the process must have ended before. */
export const stopTimeoutMs = 9_500;

/** npm repeats the signal that Ctrl-C has already sent to its child: that is one wish, not two. */
const sameSignalMs = 1_000;

/**
 * Returns a signal that is aborted by the first SIGTERM or SIGINT. After it, a second one ends the process at once, and
 * the timeout ends it in any case. Nothing is lost then: the next process continues from the database.
 */
export function stopOnSignal(log: Log): AbortSignal {
  const stopping = new AbortController();
  let firstAtMs = 0;

  function stop(signal: NodeJS.Signals): void {
    if (stopping.signal.aborted) {
      if (performance.now() - firstAtMs > sameSignalMs) endAtOnce(signal);
      return;
    }
    firstAtMs = performance.now();
    log.info('server stopping: running calls continue at the carrier', { signal });
    setTimeout(endLate, stopTimeoutMs).unref();
    stopping.abort();
  }

  function endAtOnce(signal: NodeJS.Signals): void {
    log.warn('server ended by a second signal', { signal });
    process.exit(128 + constants.signals[signal]);
  }

  function endLate(): void {
    log.error('server ended before its work was finished: the next start continues it', {
      fix: 'if this repeats, check that the carrier and the disk answer quickly',
    });
    process.exit(1);
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  return stopping.signal;
}
