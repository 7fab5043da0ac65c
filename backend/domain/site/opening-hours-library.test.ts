import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import OpeningHours from 'opening_hours';
import { createCalendar } from '../../adapters/system/calendar.ts';
import { isBusinessOpen, nextOpening } from './business-hours.ts';
import { parseHours } from './hours-syntax.ts';

/** The library reads local time from the process and takes public holidays of New York from its own tables. */
const address = { address: { country_code: 'us', state: 'New York' }, lat: 0, lon: 0 };
const zoneBefore = process.env.TZ;
before(() => {
  process.env.TZ = 'UTC';
});
after(() => {
  if (zoneBefore === undefined) delete process.env.TZ;
  else process.env.TZ = zoneBefore;
});

const dayMs = 86_400_000;
const firstDay = Date.parse('2026-01-01');

/** The library's holidays, so that the rules are compared and not the tables. */
function readHolidays(): string[] {
  const onHolidays = new OpeningHours('PH', address);
  const days = Array.from({ length: 1_200 }, (_, index) => new Date(firstDay + index * dayMs));
  return days.filter((day) => onHolidays.getState(day)).map((day) => day.toISOString().slice(0, 10));
}

const weekdays = fc.constantFrom('Mo-Fr', 'Sa', 'Mo,We', 'Sa-Su', 'Su-Tu', 'Th', 'Mo-Su');
const seasons = fc.constantFrom('', '', '', 'Dec 24 ', 'Apr-Sep ', 'Nov-Feb ', 'Dec 27-Jan 2 ');
/** Within one day: where a night runs into a day with another rule, the library cuts it and we do not. */
const windows = fc
  .uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 2, maxLength: 4 })
  .map((quarters) => quarters.sort((left, right) => left - right))
  .map((quarters) => {
    const pairs = quarters.length % 2 === 0 ? quarters : quarters.slice(1);
    const times = pairs.map(
      (n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`,
    );
    return times.length === 2 ? times.join('-') : `${times[0]}-${times[1]},${times[2]}-${times[3]}`;
  });
const times = fc.oneof({ weight: 5, arbitrary: windows }, fc.constant('off'));
const rule = fc.tuple(seasons, weekdays, times).map(([season, days, open]) => `${season}${days} ${open}`);
const holidayRule = fc.option(
  times.map((open) => `PH ${open}`),
  { nil: undefined },
);
const text = fc
  .tuple(fc.array(rule, { minLength: 1, maxLength: 3 }), holidayRule)
  .map(([rules, holiday]) => [...rules, ...(holiday === undefined ? [] : [holiday])].join('; '));
const nearHolidays = fc
  .tuple(
    fc.constantFrom('2026-07-04', '2026-11-26', '2026-12-25', '2027-01-01'),
    fc.integer({ min: -48, max: 48 * 4 }),
  )
  .map(([date, quarters]) => Date.parse(date) + quarters * 15 * 60_000);
const anyTime = fc
  .integer({ min: 0, max: 500 * 24 * 4 })
  .map((n) => Date.parse('2026-02-01') + n * 15 * 60_000);

/** The library throws instead where rules never open. */
function nextChange(oracle: OpeningHours, at: number): number | undefined {
  try {
    return oracle.getNextChange(new Date(at), new Date(at + 300 * dayMs))?.getTime();
  } catch {
    return undefined;
  }
}

test('the opening_hours library agrees on 500 random rules, with its next opening', () => {
  const calendar = createCalendar({ holidays: new Map([['US-NY', new Set(readHolidays())]]) });
  const property = fc.property(text, fc.oneof(anyTime, nearHolidays), (written, at) => {
    const rules = parseHours(written);
    assert.ok(Array.isArray(rules), `${written}: ${JSON.stringify(rules)}`);
    const hours = { zone: 'UTC', rules, holidays: 'US-NY', closedDates: [] };
    const oracle = new OpeningHours(written, address);
    const isOpen = oracle.getState(new Date(at));
    assert.equal(isBusinessOpen(hours, calendar, at), isOpen, `${written} at ${new Date(at).toISOString()}`);
    const next = isOpen ? at : nextChange(oracle, at);
    if (next !== undefined)
      assert.equal(nextOpening(hours, calendar, at), next, `${written} after ${new Date(at).toISOString()}`);
  });
  fc.assert(property, { numRuns: 500 });
});
