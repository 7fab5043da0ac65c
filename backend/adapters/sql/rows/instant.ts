import type { Instant } from '../schema.ts';

export function toInstant(at: number): Instant {
  return new Date(at).toISOString();
}

export function fromInstant(instant: Instant): number {
  return Date.parse(instant);
}

export function toInstantOrNull(at: number | undefined): Instant | null {
  return at === undefined ? null : toInstant(at);
}

export function fromInstantOrNull(instant: Instant | null): number | undefined {
  return instant === null ? undefined : fromInstant(instant);
}
