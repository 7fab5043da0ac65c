import { distance } from 'fastest-levenshtein';
import { isSupportedCountry } from 'libphonenumber-js/max';
import { guessCountry } from './guesses.ts';

const maxDistance = 2;
const maxGuesses = 4;

/** Zones that most businesses mean, before others with the same name or offset. */
const usualZones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Halifax',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Europe/Lisbon',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Adelaide',
  'Australia/Perth',
  'Pacific/Auckland',
];

/** Abbreviations differ by language: CEST is written in Britain, AEST in Australia, MEZ in Germany. */
const languages = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'de'];
const styles = ['short', 'shortGeneric'] as const;
const englishStyles = ['long', 'longGeneric', 'shortOffset'] as const;
/** A day in winter and one in summer. */
const days = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

/** Returns the zones that were meant by a city, country, abbreviation, offset or spelling, the likeliest first. */
export function guessZones(typed: string): string[] {
  const named = guessByName(typed);
  if (named.length > 0) return named.slice(0, maxGuesses);
  const wanted = typed.trim().replaceAll(' ', '_').toLowerCase();
  const zones = Intl.supportedValuesOf('timeZone');
  const byCity = zones.find((zone) => zone.toLowerCase().split('/').at(-1) === wanted.split('/').at(-1));
  const found = byCity ?? zones.find((zone) => distance(zone.toLowerCase(), wanted) <= maxDistance);
  return found === undefined ? zonesOfCountry(typed) : [found];
}

let zonesByName: Map<string, string[]> | undefined;

/** Returns the usual zones that are called so, such as BST, CEST, Eastern Time or UTC+2. */
export function guessByName(typed: string): string[] {
  zonesByName ??= indexNames();
  return zonesByName.get(plainName(typed)) ?? [];
}

/** Takes a tenth of a second, so it is done once and only when a zone is unclear. */
function indexNames(): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const zone of usualZones)
    for (const name of namesOf(zone)) index.set(name, [...(index.get(name) ?? []), zone]);
  return index;
}

/** Spells an offset as the names do: GMT+2, GMT-3:30. */
function plainName(typed: string): string {
  const name = typed.trim().toUpperCase().replaceAll('_', ' ');
  const [, sign, hours, minutes = '00'] = /^(?:GMT|UTC)? ?([+-])(\d{1,2})(?::?(\d\d))?$/.exec(name) ?? [];
  if (sign === undefined) return name.replace(/ TIME$/, '');
  return `GMT${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
}

function namesOf(timeZone: string): Set<string> {
  const formats = [
    ...languages.flatMap((language) => styles.map((style) => [language, style] as const)),
    ...englishStyles.map((style) => ['en-US', style] as const),
  ].map(([language, timeZoneName]) => new Intl.DateTimeFormat(language, { timeZone, timeZoneName }));
  const parts = formats.flatMap((format) => days.flatMap((day) => format.formatToParts(day)));
  return new Set(parts.filter(({ type }) => type === 'timeZoneName').map(({ value }) => plainName(value)));
}

/** TypeScript's library does not know it yet: https://tc39.es/ecma402/#sec-Intl.Locale.prototype.getTimeZones */
type WithZones = { getTimeZones?: () => string[] | undefined };

/** Returns a zone for each clock of the country that a name or code stands for. */
function zonesOfCountry(typed: string): string[] {
  const code = typed.trim().toUpperCase();
  const country = isSupportedCountry(code) ? code : guessCountry(typed.trim());
  if (country === undefined) return [];
  const locale: Intl.Locale & WithZones = new Intl.Locale(`und-${country}`);
  const zones = locale.getTimeZones?.() ?? [];
  const ordered = [...usualZones.filter((zone) => zones.includes(zone)), ...zones];
  const byClock = Map.groupBy(ordered, (zone) => offsetsOf(zone).join());
  return Array.from(byClock.values(), ([zone = '']) => zone).slice(0, maxGuesses);
}

/** Returns the hours from UTC in winter and in summer. */
export function offsetsOf(timeZone: string): [winter: number, summer: number] {
  const [winter = 0, summer = 0] = days.map((day) => offsetAt(timeZone, day));
  return [winter, summer];
}

const hourMs = 3_600_000;

function offsetAt(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
  return (local - at) / hourMs;
}
