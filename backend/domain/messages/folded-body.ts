import type { Callback } from '../callback/state.ts';
import type { NoticeChannel } from '../effect.ts';
import { readable } from './missed-call-body.ts';
import { shorten } from './one-line.ts';
import { smsSize } from './sms-segments.ts';
import type { MessageWords } from './words.ts';

const maxSegments = 3;

/** Longest text (characters) of channels without segments: below the limits of their services, also when escaped. */
const longestTexts: Record<Exclude<NoticeChannel, 'sms'>, number> = {
  email: 500_000,
  webhook: 500_000,
  slack: 2_500,
  teams: 10_000,
  discord: 900,
  telegram: 3_500,
  ntfy: 1_800,
};

const longestNames = { sms: 24, others: 60 };

export type FoldedNotice = {
  title: string;
  channel: NoticeChannel;
  /** At least one. The first is always listed, at the top. */
  callbacks: readonly Callback[];
  /** Returns the address at which one callback can be called back; `undefined` without public address. */
  linkOf(callback: Callback): string | undefined;
  /** Where all callbacks are listed. */
  listLink: string | undefined;
};

/**
 * The notice about several callbacks: a title, and a line for each with name, number and reference. What does not fit is
 * counted. Links to act on one callback are left out of an SMS that has no room for all.
 */
export function foldedBody(words: MessageWords, notice: FoldedNotice): string {
  const { callbacks, channel, linkOf } = notice;
  const linked = callbacks.map((callback) => itemOf(callback, channel, linkOf(callback)));
  const plain = callbacks.map((callback) => itemOf(callback, channel, undefined));
  const whole = compose(words, notice, linked, linked.length);
  if (fits(channel, whole)) return whole;
  return cut(words, notice, channel === 'sms' ? plain : linked);
}

/** Says how many callbacks were missed in which time. */
export function burstTitle(words: MessageWords, callbacks: readonly Callback[]): string {
  const ends = callbacks.map(({ endedAt = 0 }) => endedAt);
  const minutes = Math.max(1, Math.ceil((Math.max(...ends) - Math.min(...ends)) / 60_000));
  return words.missedMany(callbacks.length, minutes);
}

function itemOf({ visitor, reference }: Callback, channel: NoticeChannel, link: string | undefined): string {
  const name = shorten(readable(visitor.name), channel === 'sms' ? longestNames.sms : longestNames.others);
  return [`${name} ${visitor.phone} ${reference}`, ...(link === undefined ? [] : [link])].join('\n');
}

function compose(words: MessageWords, notice: FoldedNotice, items: readonly string[], shown: number): string {
  const { title, listLink } = notice;
  const left = items.length - shown;
  const where = listLink === undefined ? '' : `: ${listLink}`;
  return [title, ...items.slice(0, shown), ...(left === 0 ? [] : [`${words.andMore(left)}${where}`])].join(
    '\n',
  );
}

/** Finds the highest number of items that fit, by halving: a burst can have a thousand. The first is always shown. */
function cut(words: MessageWords, notice: FoldedNotice, items: readonly string[]): string {
  let [most, tooMany] = [1, items.length + 1];
  while (tooMany - most > 1) {
    const shown = Math.floor((most + tooMany) / 2);
    if (fits(notice.channel, compose(words, notice, items, shown))) most = shown;
    else tooMany = shown;
  }
  return compose(words, notice, items, most);
}

function fits(channel: NoticeChannel, text: string): boolean {
  return channel === 'sms' ? smsSize(text).segments <= maxSegments : text.length <= longestTexts[channel];
}
