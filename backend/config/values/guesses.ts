import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { plainDigits } from '../../../contract/digits.ts';

/** What people write for a country whose code is another one. */
const commonNames: Record<string, string> = {
  UK: 'GB',
  USA: 'US',
  EL: 'GR',
  ENGLAND: 'GB',
  GER: 'DE',
  AUT: 'AT',
};

/** Returns the code of the country that was meant. */
export function guessCountry(typed: string): string | undefined {
  const wanted = typed.toUpperCase();
  if (commonNames[wanted] !== undefined) return commonNames[wanted];
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return getCountries().find((region) => names.of(region)?.toUpperCase() === wanted);
}

/** Returns the fix for the entries of a list that are no country codes. */
export function adviseCountries(typed: string): string | undefined {
  const entries = typed
    .split(/\s*,\s*/)
    .filter((entry) => entry !== '' && !isSupportedCountry(entry.toUpperCase()));
  const guesses = entries.map(guessCountry).filter((guess) => guess !== undefined);
  return guesses.length === 0 ? undefined : `Did you mean ${guesses.join(', ')}?`;
}

/** Country that national numbers are guessed for when the number itself names none. */
const guessedCountry: CountryCode = 'US';

/** Returns the fix for a number without its country code. */
export function adviseNumber(typed: string): string | undefined {
  const written = plainDigits(typed)
    .trim()
    .replace(/^tel:\s*/i, '');
  if (written.startsWith('+')) return undefined;
  const prefixed = /^(?:00|011)/.exec(written)?.[0] ?? '';
  const national = parsePhoneNumberFromString(written, guessedCountry);
  if (prefixed === '' && national?.isValid() === true)
    return `If it is a number of the USA, write it as ${national.number}.`;
  const international = parsePhoneNumberFromString(`+${written.slice(prefixed.length)}`);
  return international?.isValid() === true ? `Write it as ${international.number}.` : undefined;
}
