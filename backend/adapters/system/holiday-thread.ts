import { parentPort, workerData } from 'node:worker_threads';
import HolidayTables, { type HolidaysTypes } from 'date-holidays';

export type HolidayOrder = { regions: readonly string[]; firstYear: number; lastYear: number };

/** The dates of one region; for an unknown one, the parts of its country that are known. */
export type HolidayAnswer = { region: string } & ({ dates: string[] } | { known: string[] });

const { regions, firstYear, lastYear }: HolidayOrder = workerData;

function holidaysOf(region: string): HolidayAnswer {
  const tables = new HolidayTables();
  const [country = '', state, part] = region.split('-');
  const known = Object.keys((state === undefined ? tables.getCountries() : tables.getStates(country)) ?? {});
  if (!known.includes(state ?? country)) return { region, known: state === undefined ? [] : known };
  tables.init(country, state ?? '', part ?? '', { types: ['public'] });
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  return { region, dates: years.flatMap((year) => tables.getHolidays(year).flatMap(datesOf)) };
}

const dayMs = 86_400_000;
/** A holiday in which clocks are set forward is an hour short. */
const shortMs = 3_600_000;

/** Returns each day of a holiday; some last for several, and some begin on the evening before. */
function datesOf({ date, start, end }: HolidaysTypes.Holiday): string[] {
  const first = Date.parse(date.slice(0, 10));
  const length = Math.max(1, Math.floor((end.getTime() - start.getTime() + shortMs) / dayMs));
  return Array.from({ length }, (_, index) => new Date(first + index * dayMs).toISOString().slice(0, 10));
}

parentPort?.postMessage(regions.map(holidaysOf));
