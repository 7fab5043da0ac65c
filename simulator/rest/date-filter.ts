import { field } from './form.ts';

const dayMs = 86_400_000;

/**
 * Twilio's date filters: `Name` is one UTC day (or one second), `Name<` on or before, `Name>` on or after.
 * A moment that is not set matches no filter; an unreadable date is ignored.
 */
export function matchesDate(query: URLSearchParams, name: string, at: number | null): boolean {
  const asked = ['', '<', '>'].map((operator) => Date.parse(field(query, name + operator) ?? ''));
  const [on = Number.NaN, before = Number.NaN, after = Number.NaN] = asked;
  if (asked.every(Number.isNaN)) return true;
  if (at === null) return false;
  const width = /T/.test(field(query, name) ?? '') ? 1_000 : dayMs;
  const within = Number.isNaN(on) || (at >= on && at < on + width);
  return within && (Number.isNaN(before) || at <= before) && (Number.isNaN(after) || at >= after);
}
