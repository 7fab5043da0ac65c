/** UTC, ISO 8601, from milliseconds since the epoch. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Whole seconds until `at`, at least one. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
