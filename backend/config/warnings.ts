import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import { type ConfigProblem, configProblem, type ReadValues, setCommand } from './read-values.ts';
import { guessByName, offsetsOf } from './values/guess-zone.ts';

/** Finds values that are valid and probably not meant. */
export function findWarnings(read: ReadValues): ConfigProblem[] {
  const aboutZone = [warnAboutSummer, warnAboutAbbreviation, warnAboutSign].flatMap((check) => check(read));
  return [...aboutZone.slice(0, 1), ...warnAboutTerritory(read)];
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
function warnAboutSummer({ values }: ReadValues): ConfigProblem[] {
  const zone = values.BUSINESS_TIMEZONE;
  if (zone === undefined || universal.test(zone) || !/^(?:Etc\/.*|[^/]+)$/.test(zone)) return [];
  const [winter, summer] = offsetsOf(zone);
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

/** Warns about an abbreviation that stands for another place here: BST is Bangladesh, AST is Alaska. */
function warnAboutAbbreviation({ values }: ReadValues): ConfigProblem[] {
  const zone = values.BUSINESS_TIMEZONE;
  if (zone === undefined || !/^[A-Z]{2,4}$/.test(zone)) return [];
  const [meant] = guessByName(zone);
  const read = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  const [winter] = offsetsOf(zone);
  if (meant === undefined || offsetsOf(meant)[0] === winter) return [];
  return [
    configProblem(
      'BUSINESS_TIMEZONE',
      `is ${zone}, which is read as ${read}`,
      `Write the zone of your city, such as ${meant}.`,
      setCommand('BUSINESS_TIMEZONE', meant),
    ),
  ];
}

/** Warns about the names whose sign is the opposite of what people write: Etc/GMT+2 is two hours behind UTC. */
function warnAboutSign({ values }: ReadValues): ConfigProblem[] {
  const zone = values.BUSINESS_TIMEZONE;
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/i.exec(zone ?? '') ?? [];
  if (sign === undefined || guessByName(`GMT${sign === '+' ? '-' : '+'}${hours}`).length > 0) return [];
  const [meant] = guessByName(`GMT${sign}${hours}`);
  if (meant === undefined) return [];
  return [
    configProblem(
      'BUSINESS_TIMEZONE',
      `is ${zone}, which is ${hours} ${hours === '1' ? 'hour' : 'hours'} ${sign === '+' ? 'behind' : 'ahead of'} UTC`,
      `Write the zone of your city, such as ${meant} if you mean UTC${sign}${hours}.`,
      setCommand('BUSINESS_TIMEZONE', meant),
    ),
  ];
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
