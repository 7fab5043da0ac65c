import type { Callback } from '../callback/state.ts';
import type { Outcome } from '../outcome.ts';
import { oneLine, shorten } from './one-line.ts';
import { smsSize } from './sms-segments.ts';
import type { MessageWords, MissedOutcome } from './words.ts';

const maxSegments = 3;

/** The visitor's fields, in the order in which they are shortened when the notice is too long. */
const shortenable = ['page', 'about', 'email', 'name'] as const;
type Shortenable = (typeof shortenable)[number];

const longest: Record<Shortenable, number> = { page: 120, about: 140, email: 100, name: 60 };

/** Typographic quotes and dashes from keyboards. One of them in an SMS reduces a segment from 160 to 70 characters. */
const plain: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
};

/**
 * The notice for a verified callback that did not become a conversation, or that came outside business hours: at most
 * three SMS segments. Its reference shows the business that two notices are about one callback. `askedAt` is the time
 * of the request in the business's zone, `link` leads to the page on which to call back.
 */
export function missedCallBody(
  words: MessageWords,
  callback: Callback,
  { askedAt, link }: { askedAt: ZonedTime; link: string | undefined },
): string {
  const written = writtenFields(callback);
  const linked = link === undefined ? [] : [`${words.labels.act}: ${link}`];
  const compose = (fields: Record<Shortenable, string>) =>
    [...lines(callback, fields, askedAt, words), ...linked].join('\n');
  let body = compose(written);
  for (const field of shortenable) {
    while (smsSize(body).segments > maxSegments && written[field] !== '') {
      written[field] = shorter(written[field]);
      body = compose(written);
    }
  }
  return body;
}

/** The subject of the notice when it is sent as an email. */
export function missedCallSubject(words: MessageWords, callback: Callback): string {
  return `${title(callback, words)}: ${shorten(oneLine(callback.visitor.name), 60)}`;
}

function writtenFields(callback: Callback): Record<Shortenable, string> {
  const field = (name: Shortenable, text: string | undefined) => shorten(readable(text ?? ''), longest[name]);
  return {
    page: field('page', callback.page?.replace(/^https?:\/\//i, '')),
    about: field('about', callback.subject),
    email: field('email', callback.visitor.email),
    name: field('name', callback.visitor.name),
  };
}

function shorter(text: string): string {
  const { length } = [...text];
  return length > 8 ? shorten(text, length - 4) : '';
}

/** Returns a visitor's words as one line, in characters that leave an SMS its full length where possible. */
export function readable(text: string): string {
  return oneLine(text).replace(/[‘’“”–—…]/g, (sign) => plain[sign] ?? sign);
}

function lines(
  callback: Callback,
  fields: Record<Shortenable, string>,
  askedAt: ZonedTime,
  words: MessageWords,
): string[] {
  const optional = (name: Shortenable) =>
    fields[name] === '' ? [] : [`${words.labels[name]}: ${fields[name]}`];
  const reason = reasonOf(callback.outcome, words);
  return [
    `${title(callback, words)}: ${reason}`,
    ...optional('name'),
    `${words.labels.phone}: ${callback.visitor.phone}`,
    ...optional('email'),
    ...optional('about'),
    ...optional('page'),
    `${words.labels.asked}: ${formatTime(askedAt, words)}`,
  ];
}

function title(callback: Callback, words: MessageWords): string {
  return callback.outcome === 'after-hours-notified'
    ? words.closedTitle(callback.reference)
    : words.missedTitle(callback.reference);
}

function reasonOf(outcome: Outcome | undefined, words: MessageWords): string {
  const known = outcome !== undefined && outcome in words.reasons;
  return words.reasons[known ? (outcome as MissedOutcome) : 'unknown-result'];
}

/** A local time and its zone; `date` as `2026-11-22`, `weekday` 1 (Monday) to 7. */
export type ZonedTime = { zone: string; date: string; weekday: number; minutes: number };

/** Formats as `Sun 22 Nov 14:05`. UTC is named, because it is not the local time of the business. */
export function formatTime(time: ZonedTime, words: Pick<MessageWords, 'weekdays' | 'months'>): string {
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
