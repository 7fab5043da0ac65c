import {
  type CountryCode,
  isSupportedCountry,
  type NumberType,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import type { ParsedPhone, PhoneNumbers, PhoneProblem } from '../../ports/phone-numbers.ts';

/**
 * What may be called and texted, by the numbering plans' own types. Whatever is not named is refused: besides premium
 * and the like also personal numbers and toll-free ones, which no visitor answers and which cost somebody dearly.
 */
const kinds: Partial<Record<NonNullable<NumberType>, Extract<ParsedPhone, { ok: true }>['type']>> = {
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'landline-or-mobile',
  VOIP: 'other',
};

/** Reads numbers by the numbering plans of all countries. */
export function createPhoneNumbers(): PhoneNumbers {
  return { parse, format };
}

function parse(typed: string, rules: { region: string; allowed: readonly string[] }): ParsedPhone {
  const region = isSupportedCountry(rules.region) ? rules.region : undefined;
  const tidy = tidyUp(typed);
  const number = readings(tidy)
    .map((reading) =>
      parsePhoneNumberFromString(reading, { ...(region && { defaultCountry: region }), extract: false }),
    )
    .find((read) => read?.isValid() && read.ext === undefined);
  return number === undefined ? refuse(tidy, region) : judge(number, rules.allowed);
}

/** Full-width signs become plain ones, `tel:` and what is no part of a number goes. */
function tidyUp(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\(\+/, '+(')
    .trim();
}

/** As typed, and with the two common ways to dial abroad written as a plus. */
function readings(tidy: string): string[] {
  const [, abroad] = /^\(?(?:00|011)\)?[\s.-]*(.*)$/s.exec(tidy) ?? [];
  return abroad === undefined ? [tidy] : [tidy, `+${abroad}`];
}

function refuse(tidy: string, region: CountryCode | undefined): ParsedPhone {
  const reasons: Record<string, PhoneProblem> = {
    NOT_A_NUMBER: 'not-a-number',
    INVALID_COUNTRY: 'invalid',
    INVALID_LENGTH: 'invalid',
    TOO_SHORT: 'too-short',
    TOO_LONG: 'too-long',
  };
  const found = validatePhoneNumberLength(tidy, region);
  return { ok: false, reason: found === undefined ? 'invalid' : (reasons[found] ?? 'invalid') };
}

/** The region is the number's own, not its prefix's: +1 reaches more than twenty countries. */
function judge(number: PhoneNumber, allowed: readonly string[]): ParsedPhone {
  const { country } = number;
  if (country === undefined || !allowed.includes(country)) return { ok: false, reason: 'region-not-allowed' };
  const kind = number.getType();
  if (kind === 'FIXED_LINE') return { ok: false, reason: 'landline' };
  const type = kind === undefined ? undefined : kinds[kind];
  if (type === undefined) return { ok: false, reason: 'type-not-allowed' };
  return {
    ok: true,
    e164: number.number,
    international: number.formatInternational(),
    region: country,
    type,
  };
}

function format(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
