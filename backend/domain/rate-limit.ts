/** At most `max` events in any `windowMs`. */
export type RateLimit = { windowMs: number; max: number };

/**
 * Returns when the next event is allowed under all limits: `at` or later. `earlier` holds the times of past events,
 * newest first.
 */
export function allowedAt(limits: readonly RateLimit[], earlier: readonly number[], at: number): number {
  return limits.reduce((latest, { windowMs, max }) => {
    const blocking = earlier[max - 1];
    return blocking === undefined ? latest : Math.max(latest, blocking + windowMs);
  }, at);
}

/** How far back events count (ms). */
export function longestWindowMs(limits: readonly RateLimit[]): number {
  return Math.max(...limits.map(({ windowMs }) => windowMs));
}

const minute = 60_000;

/** How many callbacks one client may create; all limits hold at once. */
export const clientLimits: readonly RateLimit[] = [
  { windowMs: minute, max: 5 },
  { windowMs: 60 * minute, max: 50 },
  { windowMs: 1_440 * minute, max: 200 },
];

/** How many callbacks one signed-in visitor may create. Many visitors can share a client, but not an identity. */
export const identityLimits: readonly RateLimit[] = [
  { windowMs: minute, max: 3 },
  { windowMs: 60 * minute, max: 10 },
  { windowMs: 1_440 * minute, max: 20 },
];
