import { isIP } from 'node:net';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { Rate } from '../domain/spending/spending-rules.ts';
import type { PresetName } from '../http/trusted-proxies.ts';

export function textUpTo(longest: number) {
  return z
    .string()
    .max(longest, `is longer than ${longest} characters`)
    .regex(/^\P{Cc}*$/u, 'contains control characters');
}

export function matching(pattern: RegExp, problem: string) {
  return z.string().regex(pattern, problem);
}

export function secret(shortest: number) {
  return z.string().min(shortest, `is shorter than ${shortest} characters`);
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

export function whole(least: number, most: number) {
  return decimal(least, most).refine(Number.isInteger, 'is not a whole number');
}

export function decimal(least: number, most: number) {
  return z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'is not a number')
    .transform(Number)
    .refine((number) => number >= least && number <= most, `is not between ${least} and ${most}`);
}

/** Minutes since midnight; `24:00` is midnight. */
export const timeOfDay = z
  .string()
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$|^24:00$/, 'is not a time of day')
  .transform((typed) => {
    const [hours, minutes] = typed.split(':').map(Number);
    return ((hours ?? 0) * 60 + (minutes ?? 0)) % 1440;
  });

export const timeZone = z.string().refine(isTimeZone, 'is not a time zone that is known here');

// Offsets are turned away although they are understood: they would stay behind when the clocks change.
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export function list<T extends z.ZodType<string, string>>(item: T) {
  return z
    .string()
    .transform((typed) => typed.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(z.array(item));
}

export const countries = list(
  z.string().toUpperCase().refine(isSupportedCountry, 'names a country that does not exist'),
);

export const numberBeginnings = list(
  z.string().regex(/^\+[1-9]\d{0,14}$/, 'contains something that no number begins with'),
);

export const ipRanges = list(
  z.string().refine(isIpRange, 'contains something that is not an IP address or range'),
);

const proxyNames: readonly string[] = [
  'loopback',
  'cloudflare-tunnel',
  'cloudflare',
] satisfies readonly PresetName[];

export const proxies = list(
  z
    .string()
    .refine(
      (typed) => proxyNames.includes(typed) || isIpRange(typed),
      'contains something that is no IP address, no range and no kind of proxy',
    )
    .refine(
      (typed) => !typed.endsWith('/0'),
      'trusts everybody, so that visitors could choose their address',
    ),
);

function isIpRange(typed: string): boolean {
  const [address = '', bits, ...rest] = typed.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A number from the configuration. `textable` is false where the plan says it cannot receive texts. */
export type PhoneValue = { address: string; country: string | undefined; textable: boolean };

const sipAddress = /^sips?:[^\s@<>"]+@[^\s@<>"]+$/i;

export const phoneNumber = z.string().transform(readNumber);

/** What may be dialled for the business: a number, or the address of a phone system. */
export const phoneOrSip = z
  .string()
  .transform(
    (typed, context): PhoneValue =>
      sipAddress.test(typed)
        ? { address: typed, country: undefined, textable: false }
        : readNumber(typed, context),
  );

function readNumber(typed: string, context: z.core.$RefinementCtx<string>): PhoneValue {
  const parsed = parsePhoneNumberFromString(typed);
  if (!typed.startsWith('+')) return addIssue(context, 'has no country code');
  if (parsed === undefined) return addIssue(context, 'is not a phone number');
  if (!parsed.isValid()) return addIssue(context, 'is not a number that can exist in its country');
  if (parsed.ext !== undefined) return addIssue(context, 'has an extension, which cannot be dialled');
  return { address: parsed.number, country: parsed.country, textable: parsed.getType() !== 'FIXED_LINE' };
}

function addIssue(context: z.core.$RefinementCtx<string>, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** By ISO 3166 region, and `SIP` for SIP addresses. */
export type Prices = Readonly<Record<string, Rate>>;

const pricePattern = /^([A-Z]{2}|SIP)=(\d+(?:\.\d{1,6})?)\/(\d+(?:\.\d{1,6})?)$/;

/** Money is counted in millionths, so that sums are exact. */
export function toMillionths(amount: number): number {
  return Math.round(amount * 1_000_000);
}

/** `US=0.012/0.014`: a segment of text, then a minute; more of them after commas or spaces. */
export const prices = z.string().transform((typed, context): Prices => {
  const found: Record<string, Rate> = {};
  for (const part of typed.toUpperCase().split(/[\s,]+/)) {
    if (part === '') continue;
    const [, region = '', text = '', minute = ''] = pricePattern.exec(part) ?? [];
    if (region === '' || (region !== 'SIP' && !isSupportedCountry(region))) {
      context.addIssue({ code: 'custom', message: `contains ${part}, which is no price` });
      return z.NEVER;
    }
    found[region] = { text: toMillionths(Number(text)), minute: toMillionths(Number(minute)) };
  }
  return found;
});
