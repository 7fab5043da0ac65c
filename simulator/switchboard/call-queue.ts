import type { Clock } from '../time/clock.ts';

export type CallQueue = {
  /** Books the next free start. Returns the milliseconds until then. */
  book(): number;
};

/**
 * Spaces the calls of POST /Calls at the account's rate. Calls above the rate wait.
 * https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
 */
export function createCallQueue({
  clock,
  callsPerSecond,
}: {
  clock: Clock;
  callsPerSecond: () => number;
}): CallQueue {
  let nextFree = 0;
  return {
    book: () => {
      const now = clock.monotonic();
      const start = Math.max(now, nextFree);
      nextFree = start + 1000 / callsPerSecond();
      return Math.round(start - now);
    },
  };
}
