/**
 * Open from `start` to `end`, in minutes since midnight. `end` before `start` means after midnight, and `end` equal to
 * `start` means a whole day; such a window belongs to the day on which it opens.
 */
export type DayWindow = { start: number; end: number };

/** Days from `from` to `to`, both included; in a rule `12-24` (any year), in closed dates `2026-12-24`. */
export type DateRange = { from: string; to: string };

/** Opening windows of some days; no windows means closed. */
export type HoursRule = {
  /** 1 (Monday) to 7. */
  weekdays: readonly number[];
  /** Whether public holidays belong to the days too, on whichever weekday. */
  holidays: boolean;
  /** Only in these parts of the year; `undefined` means all of it. A range may run over New Year. */
  season: readonly DateRange[] | undefined;
  windows: readonly DayWindow[];
  /** Adds its windows to those of the rules before it, instead of replacing them. */
  adds: boolean;
};

export const everyWeekday: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** Whether the days of a rule include this one. */
export function appliesOn(
  { weekdays, holidays, season }: HoursRule,
  day: { date: string; weekday: number; isHoliday: boolean },
): boolean {
  const isNamed = weekdays.includes(day.weekday) || (holidays && day.isHoliday);
  return isNamed && (season === undefined || season.some((range) => isWithin(range, day.date.slice(5))));
}

function isWithin({ from, to }: DateRange, date: string): boolean {
  return from <= to ? from <= date && date <= to : from <= date || date <= to;
}

/** Returns the rules with public holidays closed, unless a rule names holidays. */
export function closeOnHolidays(rules: readonly HoursRule[]): readonly HoursRule[] {
  if (rules.some(({ holidays }) => holidays)) return rules;
  return [...rules, { weekdays: [], holidays: true, season: undefined, windows: [], adds: false }];
}
