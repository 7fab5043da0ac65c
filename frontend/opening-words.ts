import type { SiteInfo } from '../contract/site.ts';
import { words } from './words/live.ts';

/** When the business opens: by its own clock, and by the visitor's where that differs. */
export function openingWords(opening: SiteInfo['next_opening'], visitorZone = ownZone()): string {
  if (opening === null) return '';
  const theirs = writtenTime(opening.at, opening.time_zone);
  const yours = writtenTime(opening.at, visitorZone);
  return theirs === yours ? words.form.opens(theirs) : words.form.opensElsewhere(theirs, yours);
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function writtenTime(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  });
  return format.format(new Date(at));
}
