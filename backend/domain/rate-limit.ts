/** At most `max` in any `window` of milliseconds. */
export type RateLimit = { window: number; max: number };

/** When the next one is allowed under all limits, given the times of earlier ones, newest first; `at` when at once. */
export function allowedAt(limits: readonly RateLimit[], earlier: readonly number[], at: number): number {
  return limits.reduce((latest, { window, max }) => {
    const blocking = earlier[max - 1];
    return blocking === undefined ? latest : Math.max(latest, blocking + window);
  }, at);
}

/** The longest time back that matters. */
export function longestWindowMs(limits: readonly RateLimit[]): number {
  return Math.max(...limits.map(({ window }) => window));
}

const minute = 60_000;

/** How many requests one client may create; all three hold at once. */
export const clientLimits: readonly RateLimit[] = [
  { window: minute, max: 5 },
  { window: 60 * minute, max: 50 },
  { window: 1_440 * minute, max: 200 },
];

/** The same for one person who has signed in: many may share a client, nobody shares an identity. */
export const identityLimits: readonly RateLimit[] = [
  { window: minute, max: 3 },
  { window: 60 * minute, max: 10 },
  { window: 1_440 * minute, max: 20 },
];
