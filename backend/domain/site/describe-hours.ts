import type { BusinessHours } from './business-hours.ts';
import { type DateRange, type DayWindow, everyWeekday, type HoursRule } from './hours-rule.ts';

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Says opening hours in words, a part per rule, so that an owner sees what a setting means. */
export function describeHours({ rules, closedDates, holidays }: BusinessHours): string[] {
  return [
    ...rules.map((rule) => describeRule(rule, holidays)),
    ...closedDates.map((range) => `closed ${describeRange(range, (date) => date)}`),
  ];
}

function describeRule(rule: HoursRule, region: string | undefined): string {
  const windows = rule.windows.map(describeWindow).join(' and ');
  const days = describeDays(rule, region);
  return `${days}${rule.adds ? ' also' : ''}: ${windows === '' ? 'closed' : windows}`;
}

function describeDays({ weekdays, holidays, season }: HoursRule, region: string | undefined): string {
  const isWholeSeason = season !== undefined && weekdays.length === everyWeekday.length;
  if (isWholeSeason) return describeSeason(season);
  const named = weekdays.length === 0 ? [] : [describeWeekdays(weekdays)];
  if (holidays) named.push(`public holidays${region === undefined ? '' : ` (${region})`}`);
  const days = named.join(' and ');
  return season === undefined ? days : `${describeSeason(season)}, ${days}`;
}

function describeWeekdays(weekdays: readonly number[]): string {
  if (weekdays.length === everyWeekday.length) return 'every day';
  const isRun =
    weekdays.length > 2 && weekdays.every((weekday, index) => weekday === (weekdays[0] ?? 0) + index);
  const names = weekdays.map((weekday) => weekdayNames[weekday - 1]);
  return isRun ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}

function describeSeason(season: readonly DateRange[]): string {
  return season.map((range) => describeRange(range, describeMonthDay)).join(', ');
}

function describeRange({ from, to }: DateRange, describe: (date: string) => string): string {
  return from === to ? describe(from) : `${describe(from)} to ${describe(to)}`;
}

function describeMonthDay(date: string): string {
  return `${monthNames[Number(date.slice(0, 2)) - 1]} ${Number(date.slice(3))}`;
}

function describeWindow({ start, end }: DayWindow): string {
  if (start === 0 && end === 0) return 'all day';
  if (end === 0) return `${describeTime(start)} to 24:00`;
  return `${describeTime(start)} to ${describeTime(end)}${end <= start ? ' of the next day' : ''}`;
}

function describeTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
