import {
  type CountryCode,
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  type NumberType,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { plainDigits } from '../../../contract/digits.ts';
import { canonicalNumber, isPayPerCall } from '../../domain/phone-number.ts';
import type { ParsedPhone, PhoneNumbers, PhoneProblem } from '../../ports/phone-numbers.ts';

/**
 * Number types of the numbering plans that are called. All others are refused, such as premium,
 * personal and toll-free numbers: they are expensive, and no visitor answers them.
 */
const allowedTypes: Partial<Record<NonNullable<NumberType>, Extract<ParsedPhone, { ok: true }>['type']>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'landline-or-mobile',
  VOIP: 'other',
};

/** Parses and formats numbers by the numbering plans of all countries. */
export function createPhoneNumbers(): PhoneNumbers {
  return { parse, format, example };
}

function parse(typed: string, rules: { region: string; allowed: readonly string[] }): ParsedPhone {
  const region = isSupportedCountry(rules.region) ? rules.region : undefined;
  const normalized = normalize(typed);
  const asTyped = readNumber(normalized, region);
  const number =
    asTyped === undefined || asTyped.getType() === 'FIXED_LINE'
      ? (readWithCode(normalized, [rules.region, ...rules.allowed]) ??
        asTyped ??
        readInternational(normalized))
      : asTyped;
  return number === undefined ? explainInvalid(normalized, region) : checkAllowed(number, rules.allowed);
}

/** Returns the number in its canonical spelling; undefined when no plan has it. */
function readNumber(interpretation: string, region: CountryCode | undefined): PhoneNumber | undefined {
  const read = parsePhoneNumberFromString(interpretation, {
    ...(region && { defaultCountry: region }),
    extract: false,
  });
  if (read === undefined) return undefined;
  const number = parsePhoneNumberFromString(canonicalNumber(read.number));
  if (number === undefined || !number.isValid()) return undefined;
  if (read.ext !== undefined) number.setExt(read.ext);
  return number;
}

const extensionWords =
  /(?<=\d[^\p{L}\d]*)\b(?:extension|durchwahl|dw|nebenstelle|poste|ramal|interno|interne|toestel|wewn?|klapka|anknytning|dahili)\b\.?|;ext=/giu;

/**
 * Converts digits to 0–9 and removes `tel:` and control characters. Signs that no plan uses, such as a middle dot,
 * count as spaces.
 */
function normalize(typed: string): string {
  return plainDigits(typed)
    .replace(/(?![+()[\]/~#*,;=:.-])[\p{Z}\p{S}\p{Po}\p{Pc}\p{Pd}\s]/gu, ' ')
    .trim()
    .replace(/^tel:(?:\/\/)?/i, '')
    .replace(extensionWords, ' ext ')
    .replace(/^\(\+/, '+(')
    .trim();
}

/** Reads a mobile that begins with the country code of a region, without a plus. It can look like a long landline. */
function readWithCode(normalized: string, regions: readonly string[]): PhoneNumber | undefined {
  const bare = normalized.replace(/^[^\d+]+/, '');
  const hasCode = regions.some(
    (region) => isSupportedCountry(region) && bare.startsWith(getCountryCallingCode(region)),
  );
  const read = hasCode ? readNumber(`+${bare}`, undefined) : undefined;
  return read?.getType() === 'FIXED_LINE' ? undefined : read;
}

/** Reads a number after the international prefix 00 or 011. */
function readInternational(normalized: string): PhoneNumber | undefined {
  const [, international] = /^\(?(?:00|011)\)?[\s.-]*(.*)$/s.exec(normalized) ?? [];
  return international === undefined ? undefined : readNumber(`+${international}`, undefined);
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
  if (number.ext !== undefined) return { ok: false, reason: 'extension' };
  const planType = number.getType();
  const type = planType === undefined ? undefined : allowedTypes[planType];
  if (type === undefined || isPayPerCall(number.number)) return { ok: false, reason: 'type-not-allowed' };
  return {
    ok: true,
    e164: number.number,
    international: number.formatInternational(),
    region: country,
    type,
  };
}

function example(region: string): { prefix: string; national: string } {
  if (!isSupportedCountry(region)) return { prefix: '', national: '' };
  const prefix = `+${getCountryCallingCode(region)}`;
  const number = getExampleNumber(region, examples)?.formatInternational() ?? '';
  return { prefix, national: number.slice(prefix.length).trim() };
}

function format(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
