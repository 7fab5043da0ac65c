/**
 * Opening hours in the business's own zone, in minutes since midnight. `end` before `start` means over midnight, and
 * `end` equal to `start` a whole day; such a window belongs to the day on which it opens.
 */
export type BusinessHours = {
  start: number;
  end: number;
  zone: string;
  weekdaysOnly: boolean;
};

/** What is needed of a calendar; `weekday` 1 (Monday) to 7, `date` as `2026-11-22`. */
export type HoursCalendar = {
  local(zone: string, at: number): { date: string; weekday: number };
  instant(zone: string, date: string, minutes: number): number;
  addDays(date: string, days: number): string;
};

type Window = { opens: number; closes: number };

/**
 * Whether the business is open at an instant. A window runs from the first time its start is reached to the first
 * time its end is, so a clock that is set back does not open it twice.
 */
export function isBusinessOpen(hours: BusinessHours, calendar: HoursCalendar, at: number): boolean {
  return windowsAround(hours, calendar, at, 1).some(({ opens, closes }) => opens <= at && at < closes);
}

/** Longer than any weekend; where clock changes swallow every window of it, no opening is promised. */
const daysAhead = 9;

/** When the business can be reached next, which is now while it is open. */
export function nextOpening(hours: BusinessHours, calendar: HoursCalendar, at: number): number | undefined {
  const next = windowsAround(hours, calendar, at, daysAhead).find(({ closes }) => closes > at);
  return next === undefined ? undefined : Math.max(at, next.opens);
}

/**
 * The windows that open from yesterday until `days` from today, in order. Tomorrow's can have opened already: some
 * zones set their clocks back over midnight.
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

/** `weekday` may lie outside 1 to 7. */
function isWeekend(weekday: number): boolean {
  return (weekday + 6) % 7 >= 5;
}
