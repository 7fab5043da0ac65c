/** Wall-clock time in an IANA zone, daylight saving included. */
export type Calendar = {
  /** `weekday` 1 (Monday) to 7; `minutes` since midnight, 0 to 1439; `date` as `2026-11-22`. */
  local(zone: string, at: number): { date: string; weekday: number; minutes: number };
  /**
   * The instant of a wall-clock time. A time that a clock change skips is moved to the end of the gap; of one that
   * comes twice the first is meant.
   */
  instant(zone: string, date: string, minutes: number): number;
  /** The date `days` after (or before) another. */
  addDays(date: string, days: number): string;
};
