import type { SiteInfo } from '../../contract/site.ts';
import { fill } from '../../languages/fill.ts';
import { language, words } from './page.ts';

/** Keeps a phone number on one line, and its digits in their order between words from right to left. */
export function nonBreaking(phone: string): string {
  const whole = phone.replaceAll(' ', '\u00a0');
  return language === 'ar' ? `\u2066${whole}\u2069` : whole;
}

/** Rounds up, so that visitors do not come back too early. */
export function spokenDuration(seconds: number): string {
  const { count, unit } = roundedUp(seconds);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** A time from now, such as `in 5 minutes`. */
export function spokenDelay(seconds: number): string {
  const { count, unit } = roundedUp(seconds);
  return new Intl.RelativeTimeFormat(language).format(count, unit);
}

function roundedUp(seconds: number): { count: number; unit: 'second' | 'minute' | 'hour' } {
  if (seconds < 90) return { count: Math.max(1, Math.ceil(seconds)), unit: 'second' };
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return { count: minutes, unit: 'minute' };
  return { count: Math.ceil(minutes / 60), unit: 'hour' };
}

/** Minutes and seconds, such as 0:24. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** When the business opens, in its local time and, if that differs, in the visitor's. */
export function openingWords(opening: SiteInfo['next_opening'], visitorZone = ownZone()): string {
  if (opening === null) return '';
  const at = (timeZone: string, parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...parts }).format(new Date(opening.at));
  const theirs = at(opening.time_zone, dayAndTime);
  const yours = at(visitorZone, dayAndTime);
  if (theirs === yours) return fill(words.form.opens, { time: theirs });
  const isSameDay = at(opening.time_zone, day) === at(visitorZone, day);
  return fill(words.form.opensElsewhere, { theirs, yours: isSameDay ? at(visitorZone, time) : yours });
}

const day = { weekday: 'long' } as const;
const time = { hour: 'numeric', minute: '2-digit' } as const;
const dayAndTime = { ...day, ...time };

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
