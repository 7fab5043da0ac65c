import { type DateRange, type DayWindow, everyWeekday, type HoursRule } from './hours-rule.ts';

/** Where the text of opening hours is wrong; `problem` begins with a verb, `position` counts characters from 1. */
export type HoursSyntaxError = { problem: string; position: number };

/**
 * Reads opening hours as OpenStreetMap writes them, such as `Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off`:
 * weekdays, `PH` for public holidays, months and dates, times and `off`. A rule after `;` replaces earlier rules on its
 * days, one after `,` adds to them. https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
 */
export function parseHours(text: string): HoursRule[] | HoursSyntaxError {
  const reader = new HoursReader(text);
  try {
    return reader.readRules();
  } catch (error) {
    if (error instanceof UnexpectedText) return { problem: error.message, position: error.position };
    throw error;
  }
}

class UnexpectedText extends Error {
  readonly position: number;

  constructor(problem: string, position: number) {
    super(problem);
    this.position = position;
  }
}

const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const day = 1440;

type Days = Pick<HoursRule, 'weekdays' | 'holidays'>;

/** Reads from left to right; each method reads one part of the grammar and throws `UnexpectedText`. */
class HoursReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readRules(): HoursRule[] {
    const rules: HoursRule[] = [];
    let adds = false;
    do {
      rules.push(this.#readRule(adds));
      adds = this.#take(/,/y) !== undefined;
      if (!adds && this.#take(/;/y) === undefined) break;
    } while (!this.#isAtEnd());
    if (!this.#isAtEnd()) this.#fail('a ; or the end');
    return rules;
  }

  #readRule(adds: boolean): HoursRule {
    if (this.#take(/24\/7/y) !== undefined)
      return { ...wholeWeek, season: undefined, windows: [{ start: 0, end: 0 }], adds };
    const season = this.#readSeason();
    if (season !== undefined) this.#take(colon);
    const days = this.#readWeekdays();
    if (days !== undefined) this.#take(colon);
    const isClosed = this.#take(/(off|closed)\b/iy) !== undefined;
    if (!isClosed && season === undefined && days === undefined && !this.#isBefore(/\d/y))
      this.#fail('a weekday such as Mo, a month such as Dec or a time such as 09:00');
    return { ...(days ?? wholeWeek), season, windows: isClosed ? [] : this.#readWindows(), adds };
  }

  #readWeekdays(): Days | undefined {
    const weekdays = new Set<number>();
    let holidays = false;
    do {
      if (this.#take(/PH\b/iy) !== undefined) holidays = true;
      else {
        const first = this.#takeName(weekdayNames, 2);
        if (first === undefined) break;
        const last = this.#take(dash) === undefined ? first : this.#needName(weekdayNames, 2, 'a weekday');
        for (const weekday of weekdaysBetween(first + 1, last + 1)) weekdays.add(weekday);
      }
    } while (this.#takeBefore(/,/y, /[a-z]/iy));
    if (weekdays.size === 0 && !holidays) return undefined;
    return { weekdays: [...weekdays].sort(), holidays };
  }

  #readSeason(): DateRange[] | undefined {
    const ranges: DateRange[] = [];
    do {
      const range = this.#readDateRange();
      if (range === undefined) break;
      ranges.push(range);
    } while (this.#takeBefore(/,/y, monthAhead));
    return ranges.length === 0 ? undefined : ranges;
  }

  #readDateRange(): DateRange | undefined {
    const month = this.#takeName(monthNames, 3);
    if (month === undefined) return undefined;
    const first = this.#readDayOfMonth(month);
    if (this.#take(dash) === undefined)
      return { from: monthDay(month, first ?? 1), to: monthDay(month, first ?? lastDay(month)) };
    const lastMonth = this.#takeName(monthNames, 3);
    if (first === undefined && lastMonth === undefined) this.#fail('a month');
    const lastOfRange = this.#readDayOfMonth(lastMonth ?? month);
    if (first !== undefined && lastOfRange === undefined) this.#fail('a day of the month');
    return {
      from: monthDay(month, first ?? 1),
      to: monthDay(lastMonth ?? month, lastOfRange ?? lastDay(lastMonth ?? month)),
    };
  }

  #readDayOfMonth(month: number): number | undefined {
    const begin = this.#skipSpace();
    const found = this.#take(/\d{1,2}(?!\d|:\d)/y);
    if (found === undefined) return undefined;
    const value = Number(found);
    if (value >= 1 && value <= lastDay(month)) return value;
    throw new UnexpectedText(
      `has a date that does not exist: ${this.#text.slice(0, this.#at).trim()}`,
      begin + 1,
    );
  }

  #readWindows(): DayWindow[] {
    const windows: DayWindow[] = [];
    do {
      const start = this.#readTime(day - 1);
      if (this.#take(dash) === undefined) this.#fail('a - and the closing time');
      const end = this.#readTime(2 * day);
      windows.push({ start, end: end % day });
    } while (this.#takeBefore(/,/y, /\d/y));
    return windows;
  }

  #readTime(latest: number): number {
    const begin = this.#skipSpace();
    const found = /(\d{1,2}):(\d{2})(?!\d)/y;
    found.lastIndex = begin;
    const [, hours, minutes] = found.exec(this.#text) ?? this.#fail('a time such as 09:00');
    this.#at = found.lastIndex;
    const time = Number(hours) * 60 + Number(minutes);
    if (Number(minutes) < 60 && time <= latest) return time;
    throw new UnexpectedText(`has a time that does not exist: ${hours}:${minutes}`, begin + 1);
  }

  #needName(names: readonly string[], shortest: number, what: string): number {
    return this.#takeName(names, shortest) ?? this.#fail(what);
  }

  /** Takes a name or its first letters, such as `Mo`, `Mon` or `Monday`. Returns its index. */
  #takeName(names: readonly string[], shortest: number): number | undefined {
    const begin = this.#at;
    const word = this.#take(/[a-z]+/iy)?.toLowerCase();
    const index = names.findIndex(
      (name) => word !== undefined && word.length >= shortest && name.startsWith(word),
    );
    if (index >= 0) return index;
    this.#at = begin;
    return undefined;
  }

  /** Takes a pattern after white space. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#skipSpace();
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  /** Takes a pattern only where another one follows. */
  #takeBefore(pattern: RegExp, ahead: RegExp): boolean {
    const begin = this.#at;
    if (this.#take(pattern) !== undefined && this.#isBefore(ahead)) return true;
    this.#at = begin;
    return false;
  }

  #isBefore(pattern: RegExp): boolean {
    pattern.lastIndex = this.#skipSpace();
    return pattern.test(this.#text);
  }

  #skipSpace(): number {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
    return this.#at;
  }

  #isAtEnd(): boolean {
    return this.#skipSpace() >= this.#text.length;
  }

  #fail(expected: string): never {
    const found = this.#isAtEnd()
      ? 'ends'
      : `has "${/^([;,]|[^\s;,]+)/.exec(this.#text.slice(this.#at))?.[0]}"`;
    throw new UnexpectedText(`${found} where ${expected} must stand`, this.#at + 1);
  }
}

const dash = /[-–—]/y;
const colon = /:/y;
const monthAhead = new RegExp(`(${monthNames.map((name) => name.slice(0, 3)).join('|')})`, 'iy');
const wholeWeek = { weekdays: everyWeekday, holidays: false };

function weekdaysBetween(first: number, last: number): number[] {
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => ((first + index - 1) % 7) + 1);
}

function lastDay(month: number): number {
  return daysOfMonth[month] ?? 31;
}

function monthDay(month: number, dayOfMonth: number): string {
  return `${String(month + 1).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}
