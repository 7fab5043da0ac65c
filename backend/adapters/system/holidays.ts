import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { HolidayAnswer, HolidayOrder } from './holiday-thread.ts';

/** The dates of public holidays, such as `2026-11-26`, by region. */
export type Holidays = ReadonlyMap<string, ReadonlySet<string>>;

/** Opening hours look one year ahead, and a process may run for years. */
const yearsAhead = 10;

/**
 * Computes the public holidays of regions such as `US` or `US-NY`, by ISO 3166 codes. Throws an error with the code
 * `unknown-holiday-region`. The tables need 40 MB and are loaded in a thread that ends.
 */
export async function loadHolidays(regions: readonly string[], now: number): Promise<Holidays> {
  if (regions.length === 0) return new Map();
  const firstYear = new Date(now).getUTCFullYear() - 1;
  const workerData: HolidayOrder = { regions, firstYear, lastYear: firstYear + yearsAhead };
  const thread = new Worker(new URL('./holiday-thread.ts', import.meta.url), { workerData });
  const [answers]: HolidayAnswer[][] = await once(thread, 'message');
  return new Map(answers?.map((answer) => [answer.region, new Set(datesOf(answer))]));
}

function datesOf(answer: HolidayAnswer): string[] {
  if ('dates' in answer) return answer.dates;
  const [country] = answer.region.split('-');
  const known = answer.known.join(', ');
  throw Object.assign(new Error(`public holidays of ${answer.region} are not known`), {
    code: 'unknown-holiday-region',
    advice:
      answer.known.length === 0
        ? `Write a country code such as US in HOLIDAYS, or remove it and list days in CLOSED_DATES.`
        : `Write ${country} in HOLIDAYS, or ${country}- and one of ${known}.`,
  });
}
