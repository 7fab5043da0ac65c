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
 * Number types of the numbering plans that can get calls and text messages. All others are refused, such as premium,
 * personal and toll-free numbers: they are expensive, and no visitor answers them.
 */
const allowedTypes: Partial<Record<NonNullable<NumberType>, Extract<ParsedPhone, { ok: true }>['type']>> = {
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'landline-or-mobile',
  VOIP: 'other',
};

/** Parses and formats numbers by the numbering plans of all countries. */
export function createPhoneNumbers(): PhoneNumbers {
  return { parse, format };
}

function parse(typed: string, rules: { region: string; allowed: readonly string[] }): ParsedPhone {
  const region = isSupportedCountry(rules.region) ? rules.region : undefined;
  const normalized = normalize(typed);
  const number = interpretations(normalized)
    .map((interpretation) =>
      parsePhoneNumberFromString(interpretation, {
        ...(region && { defaultCountry: region }),
        extract: false,
      }),
    )
    .find((read) => read?.isValid() && read.ext === undefined);
  return number === undefined ? explainInvalid(normalized, region) : checkAllowed(number, rules.allowed);
}

/** Converts full-width characters and removes `tel:` and control characters. */
function normalize(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\(\+/, '+(')
    .trim();
}

/** Returns the number as typed, and with the international prefixes 00 and 011 replaced by a plus. */
function interpretations(normalized: string): string[] {
  const [, international] = /^\(?(?:00|011)\)?[\s.-]*(.*)$/s.exec(normalized) ?? [];
  return international === undefined ? [normalized] : [normalized, `+${international}`];
}

function explainInvalid(normalized: string, region: CountryCode | undefined): ParsedPhone {
  const reasons: Record<string, PhoneProblem> = {
    NOT_A_NUMBER: 'not-a-number',
    INVALID_COUNTRY: 'invalid',
    INVALID_LENGTH: 'invalid',
    TOO_SHORT: 'too-short',
    TOO_LONG: 'too-long',
  };
  const found = validatePhoneNumberLength(normalized, region);
  return { ok: false, reason: found === undefined ? 'invalid' : (reasons[found] ?? 'invalid') };
}

/** The region comes from the whole number, because the prefix +1 covers more than twenty countries. */
function checkAllowed(number: PhoneNumber, allowed: readonly string[]): ParsedPhone {
  const { country } = number;
  if (country === undefined || !allowed.includes(country)) return { ok: false, reason: 'region-not-allowed' };
  const planType = number.getType();
  if (planType === 'FIXED_LINE') return { ok: false, reason: 'landline' };
  const type = planType === undefined ? undefined : allowedTypes[planType];
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
