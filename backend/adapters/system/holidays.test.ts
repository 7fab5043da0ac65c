import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadHolidays } from './holidays.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

test('public holidays of a country and of a part of it are known for years', async () => {
  const holidays = await loadHolidays(['US', 'US-NY', 'DE-BY', 'DE'], now);
  const isHoliday = (region: string, date: string) => holidays.get(region)?.has(date);
  assert.equal(isHoliday('US', '2026-11-26'), true, 'Thanksgiving');
  assert.equal(isHoliday('US', '2026-11-27'), false, 'the day after');
  assert.equal(isHoliday('US-NY', '2034-11-23'), true, 'Thanksgiving in eight years');
  assert.equal(isHoliday('DE-BY', '2027-01-06'), true, 'Epiphany, in Bavaria');
  assert.equal(isHoliday('DE', '2027-01-06'), false, 'Epiphany, elsewhere');
});

test('each day of a long holiday is a holiday', async () => {
  const holidays = (await loadHolidays(['TR'], now)).get('TR');
  const feast = ['2026-03-20', '2026-03-21', '2026-03-22'];
  assert.deepEqual(
    feast.map((date) => holidays?.has(date)),
    [true, true, true],
  );
  assert.equal(holidays?.has('2026-03-23'), false);
});

test('an unknown region is refused with the known ones', async () => {
  const unknown = (region: string) =>
    loadHolidays([region], now).then(
      () => assert.fail(region),
      ({ code, advice }) => `${code}: ${advice}`,
    );
  assert.match(
    await unknown('DE-XX'),
    /^unknown-holiday-region: Write DE in HOLIDAYS, or DE- and one of .*BW, BY, /,
  );
  assert.match(await unknown('XX'), /^unknown-holiday-region: Write a country code such as US in HOLIDAYS/);
});
