import type { TextWords } from './text-words.ts';

/** A wall-clock time and the zone it belongs to; `date` as `2026-11-22`, `weekday` 1 (Monday) to 7. */
export type ZonedTime = { zone: string; date: string; weekday: number; minutes: number };

/** `Sun 22 Nov 14:05`; UTC is named, because nobody's clock on the wall shows it. */
export function writtenTime(time: ZonedTime, words: Pick<TextWords, 'weekdays' | 'months'>): string {
  const [, month, day] = time.date.split('-');
  const weekday = words.weekdays[time.weekday - 1];
  const hours = Math.floor(time.minutes / 60);
  const clock = `${twoDigits(hours)}:${twoDigits(time.minutes % 60)}`;
  const zone = time.zone === 'UTC' ? ' UTC' : '';
  return `${weekday} ${Number(day)} ${words.months[Number(month) - 1]} ${clock}${zone}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
