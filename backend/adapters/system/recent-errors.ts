import { maskPhones } from '../../domain/phone-number.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { RecentError } from '../../ports/operator/statistics.ts';

/** Maximum number of errors; they fit on one screen. */
const kept = 20;

/** Returns a log that also keeps its latest warnings and errors, newest first, for the operator's dashboard. */
export function keepRecentErrors(log: Log, clock: Clock): { log: Log; recentErrors: () => RecentError[] } {
  let recent: RecentError[] = [];
  const keep = (message: string, fix: unknown) => {
    const error = { at: clock.now(), message: maskPhones(message), fix: textOrNone(fix) };
    recent = [error, ...recent].slice(0, kept);
  };
  return {
    recentErrors: () => recent,
    log: {
      ...log,
      warn(message, fields, cause) {
        keep(message, fields?.fix);
        log.warn(message, fields, cause);
      },
      error(message, fields, cause) {
        keep(message, fields?.fix);
        log.error(message, fields, cause);
      },
    },
  };
}

function textOrNone(fix: unknown): string | undefined {
  return typeof fix === 'string' ? maskPhones(fix) : undefined;
}
