import { appliesOn, type DateRange, type DayWindow, everyWeekday, type HoursRule } from './hours-rule.ts';

/** When a business takes calls, in its own time zone. */
export type BusinessHours = {
  zone: string;
  /** Each day has the windows of the last rule for it. Later rules that only add contribute theirs. */
  rules: readonly HoursRule[];
  /** Public holidays of this region, such as `US-NY`, are days of the rules that name holidays. */
  holidays: string | undefined;
  /** Closed regardless of the rules. */
  closedDates: readonly DateRange[];
  /** An operator closed the business until this time. */
  closure?: { until: number; reason: string | undefined } | undefined;
};

/** The part of a calendar that business hours need; `weekday` 1 (Monday) to 7, `date` as `2026-11-22`. */
export type HoursCalendar = {
  local(zone: string, at: number): { date: string; weekday: number };
  instant(zone: string, date: string, minutes: number): number;
  addDays(date: string, days: number): string;
  isPublicHoliday(region: string, date: string): boolean;
};

type Opening = { opens: number; closes: number };

/** Returns hours that are the same each day, or from Monday to Friday. */
export function sameEachDay(same: {
  start: number;
  end: number;
  zone: string;
  weekdaysOnly: boolean;
}): BusinessHours {
  const { start, end, zone, weekdaysOnly } = same;
  const weekdays = weekdaysOnly ? everyWeekday.slice(0, 5) : everyWeekday;
  const rule = { weekdays, holidays: false, season: undefined, windows: [{ start, end }], adds: false };
  return { zone, rules: [rule], holidays: undefined, closedDates: [] };
}

/**
 * Whether the business is open at an instant. An ambiguous local time means the earlier instant: a clock that is set
 * back opens no window twice.
 */
export function isBusinessOpen(hours: BusinessHours, calendar: HoursCalendar, at: number): boolean {
  if (at < closedUntil(hours, at)) return false;
  // Tomorrow's window can be open already, because some zones set their clocks back over midnight.
  for (const { opens, closes } of openingsAround(hours, calendar, at, 1))
    if (opens <= at && at < closes) return true;
  return false;
}

/** Longer than a season. */
const daysAhead = 400;

/** Returns when the business next opens: `at` while it is open, `undefined` when no opening is near enough. */
export function nextOpening(hours: BusinessHours, calendar: HoursCalendar, at: number): number | undefined {
  const from = closedUntil(hours, at);
  for (const { opens, closes } of openingsAround(hours, calendar, from, daysAhead))
    if (closes > from) return Math.max(from, opens);
  return undefined;
}

/** The end of a closure that lies ahead, else `at`. */
function closedUntil({ closure }: BusinessHours, at: number): number {
  return Math.max(at, closure?.until ?? at);
}

/** Yields the openings that begin from yesterday until some days from today, in order. */
function* openingsAround(
  { zone, ...days }: BusinessHours,
  calendar: HoursCalendar,
  at: number,
  daysFromToday: number,
): Generator<Opening> {
  const today = calendar.local(zone, at);
  for (let offset = -1; offset <= daysFromToday; offset += 1) {
    const date = calendar.addDays(today.date, offset);
    const weekday = ((today.weekday + offset + 6) % 7) + 1;
    for (const window of windowsOn(days, calendar, date, weekday)) {
      const opening = openingOf(window, zone, calendar, date);
      if (opening.opens < opening.closes) yield opening;
    }
  }
}

function windowsOn(
  { rules, holidays, closedDates }: Omit<BusinessHours, 'zone'>,
  calendar: HoursCalendar,
  date: string,
  weekday: number,
): DayWindow[] {
  if (closedDates.some(({ from, to }) => from <= date && date <= to)) return [];
  const isHoliday = holidays !== undefined && calendar.isPublicHoliday(holidays, date);
  let windows: DayWindow[] = [];
  for (const rule of rules)
    if (appliesOn(rule, { date, weekday, isHoliday }))
      windows = rule.adds ? [...windows, ...rule.windows] : [...rule.windows];
  return windows.sort((left, right) => left.start - right.start);
}

function openingOf({ start, end }: DayWindow, zone: string, calendar: HoursCalendar, date: string): Opening {
  const lastDate = end <= start ? calendar.addDays(date, 1) : date;
  return { opens: calendar.instant(zone, date, start), closes: calendar.instant(zone, lastDate, end) };
}
