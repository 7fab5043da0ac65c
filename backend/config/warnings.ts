import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import { type ConfigProblem, configProblem, type ReadValues, setCommand } from './read-values.ts';

const hourMs = 3_600_000;

/** Finds values that are valid and probably not meant. */
export function findWarnings(read: ReadValues): ConfigProblem[] {
  return [...warnAboutZone(read), ...warnAboutTerritory(read)];
}

/** Zones with summer time, by their hours from UTC in winter. */
const zoneByOffset: Record<number, string> = {
  [-8]: 'America/Los_Angeles',
  [-7]: 'America/Denver',
  [-6]: 'America/Chicago',
  [-5]: 'America/New_York',
  [-4]: 'America/Halifax',
  0: 'Europe/London',
  1: 'Europe/Berlin',
  2: 'Europe/Athens',
  10: 'Australia/Sydney',
};

const universal = /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/i;

/** Warns about an abbreviation or offset without summer time: half the year the business would open an hour off. */
function warnAboutZone({ values }: ReadValues): ConfigProblem[] {
  const zone = values.BUSINESS_TIMEZONE;
  if (zone === undefined || universal.test(zone) || !/^(?:Etc\/.*|[^/]+)$/.test(zone)) return [];
  const [winter, summer] = [offsetAt(zone, 0), offsetAt(zone, 6)];
  const meant = zoneByOffset[winter];
  if (winter !== summer || meant === undefined) return [];
  return [
    configProblem(
      'BUSINESS_TIMEZONE',
      `is ${zone}, which has no summer time`,
      `Write the zone of your city, such as ${meant}, if your clocks change in summer.`,
      setCommand('BUSINESS_TIMEZONE', meant),
    ),
  ];
}

/** Hours from UTC on the 15th of a month; 0 is January. */
function offsetAt(timeZone: string, month: number): number {
  const at = new Date(Date.UTC(2026, month, 15, 12));
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(2026, month, read('day'), read('hour'), read('minute'));
  return (local - at.getTime()) / hourMs;
}

/** The country that most numbers of a shared calling code belong to. */
const mainCountry: Record<string, string> = {
  '1': 'US',
  '44': 'GB',
  '262': 'RE',
  '590': 'GP',
  '61': 'AU',
  '358': 'FI',
};

/**
 * Warns when the default is a territory: numbers of the mainland share its calling code and are refused all the same,
 * because the carrier charges them differently.
 */
function warnAboutTerritory({ values, given }: ReadValues): ConfigProblem[] {
  const own = values.BUSINESS_NUMBER?.country;
  if (own === undefined || given.has('ALLOWED_COUNTRIES') || !isSupportedCountry(own)) return [];
  const code = getCountryCallingCode(own);
  const main = mainCountry[code];
  if (main === undefined || main === own || own === 'CA') return [];
  return [
    configProblem(
      'ALLOWED_COUNTRIES',
      `is empty, so only numbers of ${own} are called, not the other numbers with +${code}`,
      `Write ALLOWED_COUNTRIES=${own},${main} to call both: a territory has a code of its own.`,
      setCommand('ALLOWED_COUNTRIES', `${own},${main}`),
    ),
  ];
}
