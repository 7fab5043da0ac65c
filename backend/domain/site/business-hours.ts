/**
 * Business hours in the business's zone, in minutes since midnight. `end` before `start` means after midnight, and
 * `end` equal to `start` means a whole day; such a window belongs to the day on which it opens.
 */
export type BusinessHours = {
  start: number;
  end: number;
  zone: string;
  weekdaysOnly: boolean;
};

/** The part of a calendar that business hours need; `weekday` 1 (Monday) to 7, `date` as `2026-11-22`. */
export type HoursCalendar = {
  local(zone: string, at: number): { date: string; weekday: number };
  instant(zone: string, date: string, minutes: number): number;
  addDays(date: string, days: number): string;
};

type Window = { opens: number; closes: number };

/**
 * Whether the business is open at an instant. An ambiguous local time means the earlier instant, so a clock that is set
 * back does not open a window twice.
 */
export function isBusinessOpen(hours: BusinessHours, calendar: HoursCalendar, at: number): boolean {
  return windowsAround(hours, calendar, at, 1).some(({ opens, closes }) => opens <= at && at < closes);
}

/** Longer than any weekend. When clock changes remove every window in it, there is no next opening. */
const daysAhead = 9;

/** Returns when the business next opens: `at` while it is open, `undefined` when no window is near enough. */
export function nextOpening(hours: BusinessHours, calendar: HoursCalendar, at: number): number | undefined {
  const next = windowsAround(hours, calendar, at, daysAhead).find(({ closes }) => closes > at);
  return next === undefined ? undefined : Math.max(at, next.opens);
}

/**
 * Returns the windows that open from yesterday until `days` from today, in order. Tomorrow's window can be open
 * already, because some zones set their clocks back over midnight.
 */
function windowsAround(hours: BusinessHours, calendar: HoursCalendar, at: number, days: number): Window[] {
  const today = calendar.local(hours.zone, at);
  return Array.from({ length: days + 2 }, (_, index) => index - 1)
    .filter((offset) => !hours.weekdaysOnly || !isWeekend(today.weekday + offset))
    .map((offset) => windowOf(hours, calendar, calendar.addDays(today.date, offset)))
    .filter(({ opens, closes }) => opens < closes);
}

function windowOf(hours: BusinessHours, calendar: HoursCalendar, date: string): Window {
  const lastDate = hours.end <= hours.start ? calendar.addDays(date, 1) : date;
  return {
    opens: calendar.instant(hours.zone, date, hours.start),
    closes: calendar.instant(hours.zone, lastDate, hours.end),
  };
}

/** Accepts a `weekday` outside 1 to 7. */
function isWeekend(weekday: number): boolean {
  return (weekday + 6) % 7 >= 5;
}
