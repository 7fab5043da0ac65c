import type { SiteInfo } from '../../contract/site.ts';
import { words } from './page.ts';

/** A phone number that is not torn apart at the end of a line. */
export function nonBreaking(phone: string): string {
  return phone.replaceAll(' ', '\u00a0');
}

/** Whole seconds as people say them: rounded up, so that nobody comes too early. */
export function spokenDuration(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.ceil(seconds)), 'second');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return plural(minutes, 'minute');
  return plural(Math.ceil(minutes / 60), 'hour');
}

/** As a countdown shows it: 0:24. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** When the business opens: by its own clock, and by the visitor's where that differs. */
export function openingWords(opening: SiteInfo['next_opening'], visitorZone = ownZone()): string {
  if (opening === null) return '';
  const theirs = readClock(opening.at, opening.time_zone);
  const yours = readClock(opening.at, visitorZone);
  const there = `${theirs.day} ${theirs.time}`;
  if (theirs.day !== yours.day) return words.form.opensElsewhere(there, `${yours.day} ${yours.time}`);
  return theirs.time === yours.time ? words.form.opens(there) : words.form.opensElsewhere(there, yours.time);
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Weekday and time of an instant, as a clock of that zone shows them. */
function readClock(at: string, timeZone: string): { day: string; time: string } {
  const date = new Date(at);
  const format = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { timeZone, ...parts }).format(date);
  return { day: format({ weekday: 'long' }), time: format({ hour: 'numeric', minute: '2-digit' }) };
}
