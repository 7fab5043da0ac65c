import type { Callback } from '../callback/state.ts';
import type { Outcome } from '../outcome.ts';
import { oneLine, shorten } from './one-line.ts';
import { smsSize, withoutAccents } from './sms-segments.ts';
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
 * three SMS segments. It gives up accents before the visitor's words, and last the labels around the link. Its
 * reference shows the business that two notices are about one callback. `askedAt` is the time of the request, written
 * for the business; `link` leads to the page on which to call back.
 */
export function missedCallBody(
  words: MessageWords,
  callback: Callback,
  { askedAt, link }: { askedAt: string; link: string | undefined },
): string {
  const written = writtenFields(callback);
  const linked = link === undefined ? [] : [`${words.labels.act}: ${link}`];
  const compose = () => [...lines(callback, written, askedAt, words), ...linked].join('\n');
  let body = compose();
  if (!fits(body) && fits(withoutAccents(body))) return withoutAccents(body);
  for (const field of shortenable) {
    while (!fits(body) && written[field] !== '') {
      written[field] = shorter(written[field]);
      body = compose();
    }
  }
  const shortest = [firstLine(callback, words), callback.visitor.phone, link ?? ''].join('\n').trimEnd();
  return [body, withoutAccents(body)].find(fits) ?? shortest;
}

function fits(body: string): boolean {
  return smsSize(body).segments <= maxSegments;
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
  askedAt: string,
  words: MessageWords,
): string[] {
  const optional = (name: Shortenable) =>
    fields[name] === '' ? [] : [`${words.labels[name]}: ${fields[name]}`];
  return [
    firstLine(callback, words),
    ...optional('name'),
    `${words.labels.phone}: ${callback.visitor.phone}`,
    ...optional('email'),
    ...optional('about'),
    ...optional('page'),
    `${words.labels.asked}: ${askedAt}`,
  ];
}

function firstLine(callback: Callback, words: MessageWords): string {
  return `${title(callback, words)}: ${reasonOf(callback.outcome, words)}`;
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
