import type { SiteInfo } from '../contract/site.ts';
import { words } from './words/live.ts';

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
