import type { SiteInfo } from '../../contract/site.ts';
import { words } from './page.ts';

/** Keeps a phone number on one line. */
export function nonBreaking(phone: string): string {
  return phone.replaceAll(' ', '\u00a0');
}

/** Rounds up, so that visitors do not come back too early. */
export function spokenDuration(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.ceil(seconds)), 'second');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return plural(minutes, 'minute');
  return plural(Math.ceil(minutes / 60), 'hour');
}

/** Minutes and seconds, such as 0:24. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** When the business opens, in its local time and, if that differs, in the visitor's. */
export function openingWords(opening: SiteInfo['next_opening'], visitorZone = ownZone()): string {
  if (opening === null) return '';
  const theirs = localTime(opening.at, opening.time_zone);
  const yours = localTime(opening.at, visitorZone);
  const there = `${theirs.day} ${theirs.time}`;
  if (theirs.day !== yours.day) return words.form.opensElsewhere(there, `${yours.day} ${yours.time}`);
  return theirs.time === yours.time ? words.form.opens(there) : words.form.opensElsewhere(there, yours.time);
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function localTime(at: string, timeZone: string): { day: string; time: string } {
  const date = new Date(at);
  const format = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { timeZone, ...parts }).format(date);
  return { day: format({ weekday: 'long' }), time: format({ hour: 'numeric', minute: '2-digit' }) };
}
