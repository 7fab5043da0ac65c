/** Formats milliseconds since the epoch as ISO 8601 in UTC. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

export function optionalTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : isoTime(at);
}

/** Returns whole seconds from `now` to `at`, at least one. Both are milliseconds since the epoch. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
