const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** When a notice is tried again, checked and given up. Ages are milliseconds since it was armed. */
export const noticeSchedule = {
  /** After this age the next channel starts as well. */
  delayedAfterMs: 15 * minute,
  givenUpAfterMs: day,
  /** Shortest time between two notices on one channel. What is missed meanwhile is told in one. */
  spacingMs: 2 * minute,
  /**
   * Ages for repeats while earlier sendings can have been carried out: the first repeat after 30 s. Without an answer a
   * notice is sent six times at most.
   */
  repeatAfterMs: [30 * second, 5 * minute, hour, 6 * hour, 18 * hour],
  /** Time for the delivery report of an accepted SMS before the carrier is asked. */
  firstCheckMs: minute,
  /** A network can hold an SMS for a phone that is off. The limit leaves time for one accepted after a day. */
  checkedForMs: 2 * day,
} as const;

/** Delay before the next try (ms): it grows with the age, from a second to an hour. `jitter`: 0 to 1. */
export function growingDelayMs(ageMs: number, jitter: number): number {
  const fullMs = Math.min(hour, Math.max(second, ageMs / 2));
  return fullMs * (0.75 + jitter / 4);
}
