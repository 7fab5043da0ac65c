import type { Language } from '../../languages/languages.ts';

/** Local time in IANA zones, with daylight saving. */
export type Calendar = {
  /** `weekday` 1 (Monday) to 7; `minutes` since midnight, 0 to 1439; `date` as `2026-11-22`. */
  local(zone: string, at: number): { date: string; weekday: number; minutes: number };
  /** Writes a local time for people, such as `Sun 22 Nov 14:05`. UTC is named: it is not the business's local time. */
  write(zone: string, at: number, language: Language): string;
  /**
   * Returns the instant of a local time. A time that a clock change skips means the end of the gap. An ambiguous local
   * time means the earlier instant.
   */
  instant(zone: string, date: string, minutes: number): number;
  /** Returns the date `days` after another, or before it when negative. */
  addDays(date: string, days: number): string;
  /** Whether a date is a public holiday of a region such as `US-NY`. */
  isPublicHoliday(region: string, date: string): boolean;
};
