import { isIP } from 'node:net';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { plainDigits } from '../../../contract/digits.ts';
import type { Rate } from '../../domain/budget/spending-rules.ts';
import { noticeChannels } from '../../domain/effect.ts';
import { canonicalNumber } from '../../domain/phone-number.ts';
import type { DateRange } from '../../domain/site/hours-rule.ts';
import { parseHours } from '../../domain/site/hours-syntax.ts';

export function textUpTo(maxLength: number) {
  return z
    .string()
    .max(maxLength, `is longer than ${maxLength} characters`)
    .regex(/^\P{Cc}*$/u, 'contains control characters');
}

export function matching(pattern: RegExp, problem: string) {
  return z.string().regex(pattern, problem);
}

export function secret(minLength: number) {
  return z.string().min(minLength, `is shorter than ${minLength} characters`);
}

export const email = z.email('is not an email address');

/** `Name <address>` or an address alone. */
export const mailbox = z
  .string()
  .regex(/^(?:[^<>\r\n"]{1,80} <[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, 'is not a sender address');

export const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', 'on', 'off', 'yes', 'no', '1', '0'], { error: 'is neither on nor off' }))
  .transform((word) => ['true', 'on', 'yes', '1'].includes(word));

export function choice<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: `is none of ${words.join(', ')}` });
}

export function wholeNumber(min: number, max: number) {
  return decimal(min, max).refine(Number.isInteger, 'is not a whole number');
}

export function decimal(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'is not a number')
    .transform(Number)
    .refine((number) => number >= min && number <= max, `is not between ${min} and ${max}`);
}

/** Minutes since midnight; `24:00` is midnight. */
export const timeOfDay = z
  .string()
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$|^24:00$/, 'is not a time of day')
  .transform((typed) => {
    const [hours, minutes] = typed.split(':').map(Number);
    return ((hours ?? 0) * 60 + (minutes ?? 0)) % 1440;
  });

/** Channels that tell at once, joined by `+`, then the others in order. */
export const noticeOrder = z
  .string()
  .toLowerCase()
  .transform((typed) => {
    const [first = '', ...later] = typed.replace(/\s/g, '').split(',');
    const atOnce = first.split('+');
    return { channels: [...atOnce, ...later], atOnce: atOnce.length };
  })
  .pipe(
    z.object({
      channels: z.array(
        z.enum(noticeChannels, { error: ({ input }) => `contains ${input}, which is not a channel` }),
      ),
      atOnce: z.number(),
    }),
  )
  .refine(({ channels }) => new Set(channels).size === channels.length, 'names a channel twice');

/** A channel that is not a text message, or the phone of a person. */
export const channelOrNumber = z.string().transform((typed, context) => {
  const channel = noticeChannels.find((name) => name !== 'sms' && name === typed.trim().toLowerCase());
  if (channel !== undefined) return { channel, to: undefined };
  const number = textedNumber.safeParse(typed);
  if (number.success) return { channel: 'sms' as const, to: number.data.address };
  context.addIssue('is neither a channel nor a phone number that receives text messages');
  return z.NEVER;
});

export const openingHours = z.string().transform((typed, context) => {
  const read = parseHours(typed);
  if (Array.isArray(read)) return read;
  context.addIssue(`${read.problem} (character ${read.position})`);
  return z.NEVER;
});

/** ISO 3166-1 and 3166-2 codes. */
export const holidayRegion = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3}){0,2}$/, 'is not a country or a part of one');

export const dates = list(z.string()).pipe(z.array(z.string().transform(readDates)));

/** Reads `2026-12-24`, or `2026-12-27..2027-01-02`. */
function readDates(typed: string, context: z.core.$RefinementCtx<string>): DateRange {
  const [from = '', to = from, ...rest] = typed.split('..');
  const problem =
    rest.length > 0 || !isDate(from) || !isDate(to)
      ? `contains ${typed}, which is not a date`
      : from > to && `contains ${typed}, which ends before it begins`;
  if (problem) context.addIssue(problem);
  return { from, to };
}

function isDate(typed: string): boolean {
  return z.iso.date().safeParse(typed).success;
}

export const timeZone = z.string().refine(isTimeZone, 'is not a known time zone');

// Offsets such as +02:00 are refused: they ignore daylight saving time.
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A list whose entries are separated by commas or spaces. */
export function list<T extends z.ZodType<string, string>>(item: T) {
  return z
    .string()
    .transform((typed) => typed.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(z.array(item));
}

export const countries = list(
  z
    .string()
    .toUpperCase()
    .refine(isSupportedCountry, { error: ({ input }) => `contains ${input}, which is not a country code` }),
);

export const numberPrefixes = list(
  z.string().regex(/^\+[1-9]\d{0,14}$/, 'contains an entry that is not a number or a prefix of one'),
);

export const ipRanges = list(
  z.string().refine(isIpRange, 'contains an entry that is not an IP address or range'),
);

/** An IP address, or a name; only digits and dots would be an address with a mistake. */
export const listenHost = z
  .string()
  .refine(
    (typed) => isIP(typed) !== 0 || (/^[0-9a-z]+(?:[.-][0-9a-z]+)*$/i.test(typed) && !/^[\d.]+$/.test(typed)),
    'is not an address to listen on',
  );

/** Presets that the proxy rules know by name. */
const proxyPresets: readonly string[] = ['loopback', 'cloudflare-tunnel', 'cloudflare'];

export const proxies = list(
  z
    .string()
    .refine(
      (typed) => proxyPresets.includes(typed) || isIpRange(typed),
      'contains an entry that is not an IP address, a range or a preset',
    )
    .refine((typed) => !typed.endsWith('/0'), 'trusts every address, so visitors could forge their own'),
);

function isIpRange(typed: string): boolean {
  const [address = '', bits, ...rest] = typed.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** `textable` is false when the numbering plan says that the number cannot receive text messages. */
type PhoneValue = {
  address: string;
  /** Keys to press after the call is answered. */
  extension: string | undefined;
  country: string | undefined;
  textable: boolean;
};

const sipAddress = /^sips?:[^\s@<>"]+@[^\s@<>"]+$/i;

export const phoneNumber = z.string().transform(readDirectNumber);

/** A number that gets text messages. Where a country spells mobiles differently, a mobile is meant. */
export const textedNumber = z.string().transform((typed, context): PhoneValue => {
  const read = readDirectNumber(typed, context);
  return canonicalNumber(read.address) === read.address
    ? read
    : readNumber(canonicalNumber(read.address), context);
});

/** A phone number, also with an extension, or the SIP address of a phone system. */
export const phoneOrSip = z
  .string()
  .transform(
    (typed, context): PhoneValue =>
      sipAddress.test(typed)
        ? { address: typed, extension: undefined, country: undefined, textable: false }
        : readNumber(typed, context),
  );

function readDirectNumber(typed: string, context: z.core.$RefinementCtx<string>): PhoneValue {
  const read = readNumber(typed, context);
  return read.extension === undefined
    ? read
    : addIssue(context, 'has an extension, which only BUSINESS_NUMBER can have');
}

/** Keeps a spelling that the country's plan has, because it is dialled; any other becomes the canonical one. */
function readNumber(typed: string, context: z.core.$RefinementCtx<string>): PhoneValue {
  const written = plainDigits(typed)
    .trim()
    .replace(/^(?:tel|whatsapp):\s*/i, '');
  const parsed = parsePhoneNumberFromString(written);
  if (/^sips?:|@/i.test(written)) return addIssue(context, 'is not a phone number');
  if (!written.startsWith('+')) return addIssue(context, 'has no country code');
  if (parsed === undefined) return addIssue(context, 'is not a phone number');
  const number = parsed.isValid() ? parsed : parsePhoneNumberFromString(canonicalNumber(parsed.number));
  if (!number?.isValid()) return addIssue(context, 'is not a valid number in its country');
  return {
    address: number.number,
    extension: parsed.ext,
    country: number.country,
    textable: parsed.ext === undefined && number.getType() !== 'FIXED_LINE',
  };
}

function addIssue(context: z.core.$RefinementCtx<string>, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** Keyed by ISO 3166 region, and `SIP` for SIP addresses. */
export type Prices = Readonly<Record<string, Rate>>;

const pricePattern = /^([A-Z]{2}|SIP)=(\d+(?:\.\d{1,6})?)\/(\d+(?:\.\d{1,6})?)$/;

/** Money is counted in millionths, so that sums are exact. */
export function toMillionths(amount: number): number {
  return Math.round(amount * 1_000_000);
}

/** Entries such as `US=0.012/0.014`: the price of one text message segment, then of one minute. */
export const prices = z.string().transform((typed, context): Prices => {
  const found: Record<string, Rate> = {};
  for (const part of typed.toUpperCase().split(/[\s,]+/)) {
    if (part === '') continue;
    const [, region = '', text = '', minute = ''] = pricePattern.exec(part) ?? [];
    if (region === '' || (region !== 'SIP' && !isSupportedCountry(region)))
      return addIssue(context, `contains ${part}, which is not a price`);
    found[region] = { text: toMillionths(Number(text)), minute: toMillionths(Number(minute)) };
  }
  return found;
});
