import type { Callback } from '../callback/state.ts';
import type { Outcome } from '../outcome.ts';
import { oneLine, shorten } from './one-line.ts';
import { smsSize } from './sms-segments.ts';
import type { MessageWords, MissedOutcome } from './words.ts';

const maxSegments = 3;

/** What the visitor wrote, in the order in which it gives way when there is too much of it. */
const yielding = ['page', 'about', 'email', 'name'] as const;
type Yielding = (typeof yielding)[number];

const longest: Record<Yielding, number> = { page: 120, about: 140, email: 100, name: 60 };

/** Quotes and dashes that keyboards put in by themselves; in a text message each would more than halve the room. */
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
 * What the business gets to read when a proven request did not become a conversation, or came while it was closed:
 * at most three segments, with the reference by which a second one is recognised. `askedAt` is the wall-clock time
 * of the request where the business is.
 */
export function missedCallBody(words: MessageWords, callback: Callback, askedAt: ZonedTime): string {
  const written = writtenFields(callback);
  const compose = (fields: Record<Yielding, string>) => lines(callback, fields, askedAt, words).join('\n');
  let text = compose(written);
  for (const field of yielding) {
    while (smsSize(text).segments > maxSegments && written[field] !== '') {
      written[field] = shorter(written[field]);
      text = compose(written);
    }
  }
  return text;
}

/** The same in a line, for an email. */
export function missedCallSubject(words: MessageWords, callback: Callback): string {
  return `${title(callback, words)}: ${shorten(oneLine(callback.visitor.name), 60)}`;
}

function writtenFields(callback: Callback): Record<Yielding, string> {
  const field = (name: Yielding, text: string | undefined) => shorten(readable(text ?? ''), longest[name]);
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

function readable(text: string): string {
  return oneLine(text).replace(/[‘’“”–—…]/g, (sign) => plain[sign] ?? sign);
}

function lines(
  callback: Callback,
  fields: Record<Yielding, string>,
  askedAt: ZonedTime,
  words: MessageWords,
): string[] {
  const optional = (name: Yielding) =>
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

/** A wall-clock time and the zone it belongs to; `date` as `2026-11-22`, `weekday` 1 (Monday) to 7. */
export type ZonedTime = { zone: string; date: string; weekday: number; minutes: number };

/** `Sun 22 Nov 14:05`; UTC is named, because nobody's clock on the wall shows it. */
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
