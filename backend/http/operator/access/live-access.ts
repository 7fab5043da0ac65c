import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { OperatorAccess } from '../../../ports/operator/operator-access.ts';

/** Access that ends by time, or on another server of the same database, is noticed after this time (ms). */
const checkIntervalMs = 15_000;

export type LiveAccess = {
  /** The port, which tells of what ends access. */
  operatorAccess: OperatorAccess;
  /** Calls `end` once when `isAdmitted` no longer holds. Returns what stops the watch. */
  watch(isAdmitted: () => Promise<boolean>, end: () => void): () => void;
};

/** Watches open connections, which were admitted once, for the end of their session or token. */
export function createLiveAccess({
  operatorAccess,
  clock,
  log,
}: {
  operatorAccess: OperatorAccess;
  clock: Clock;
  log: Log;
}): LiveAccess {
  const checks = new Set<() => Promise<void>>();

  async function checkAll<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    for (const check of [...checks]) void check();
    return result;
  }

  return {
    operatorAccess: {
      ...operatorAccess,
      revokeToken: (...which) => checkAll(operatorAccess.revokeToken(...which)),
      closeSession: (key) => checkAll(operatorAccess.closeSession(key)),
      closeSessionsOf: (which) => checkAll(operatorAccess.closeSessionsOf(which)),
    },
    watch(isAdmitted, end) {
      let cancelTimer = clock.after(checkIntervalMs, checkAgain);

      async function check(): Promise<void> {
        try {
          if ((await isAdmitted()) || !checks.has(check)) return;
        } catch (cause) {
          log.debug('operator access not checked; trying again', { cause: String(cause) });
          return;
        }
        stop();
        end();
      }

      function checkAgain(): void {
        cancelTimer = clock.after(checkIntervalMs, checkAgain);
        void check();
      }

      function stop(): void {
        checks.delete(check);
        cancelTimer();
      }

      checks.add(check);
      // Access can have ended between the admission of the request and this line.
      void check();
      return stop;
    },
  };
}
