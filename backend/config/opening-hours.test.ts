import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameEachDay } from '../domain/site/business-hours.ts';
import { describeHours } from '../domain/site/describe-hours.ts';
import { readConfig } from './read-config.ts';
import { acceptConfig, rejectedVariables } from './test-support.ts';

const berlin = { BUSINESS_TIMEZONE: 'Europe/Berlin' };

/** What the settings mean, in words. */
function meaning(settings: Record<string, string>): string[] | undefined {
  const { hours } = acceptConfig({ ...berlin, ...settings }).site;
  return hours === undefined ? undefined : describeHours(hours);
}

test('opening hours are minutes in the time zone of the business', () => {
  const config = acceptConfig({
    ...berlin,
    BUSINESS_HOURS_START: '9:00',
    BUSINESS_HOURS_END: '24:00',
    BUSINESS_WEEKDAYS_ONLY: 'true',
  });
  const same = { start: 540, end: 0, zone: 'Europe/Berlin', weekdaysOnly: true };
  assert.deepEqual(config.site.hours, sameEachDay(same));
  assert.equal(config.site.zone, 'Europe/Berlin');
});

test('settings without hours mean open all day, and no setting means always', () => {
  assert.deepEqual(meaning({ BUSINESS_WEEKDAYS_ONLY: 'on' }), ['Monday to Friday: all day']);
  assert.deepEqual(meaning({ CLOSED_DATES: '2026-12-24' }), ['every day: all day', 'closed 2026-12-24']);
  assert.equal(meaning({}), undefined);
});

test('a business is closed on public holidays unless BUSINESS_HOURS names them', () => {
  const weekdays = { BUSINESS_HOURS: 'Mo-Fr 09:00-17:00', HOLIDAYS: 'de-by' };
  assert.deepEqual(meaning(weekdays), [
    'Monday to Friday: 09:00 to 17:00',
    'public holidays (DE-BY): closed',
  ]);
  const open = { ...weekdays, BUSINESS_HOURS: 'Mo-Fr 09:00-17:00; PH 10:00-12:00' };
  assert.deepEqual(meaning(open)?.at(-1), 'public holidays (DE-BY): 10:00 to 12:00');
  const simple = { BUSINESS_HOURS_START: '09:00', BUSINESS_HOURS_END: '17:00', HOLIDAYS: 'US' };
  assert.deepEqual(meaning(simple)?.at(-1), 'public holidays (US): closed');
});

test('closed dates are dates and ranges', () => {
  const dates = { CLOSED_DATES: '2026-12-24, 2026-12-27..2027-01-02' };
  assert.deepEqual(meaning(dates)?.slice(1), ['closed 2026-12-24', 'closed 2026-12-27 to 2027-01-02']);
  for (const wrong of ['24.12.2026', '2026-02-30', '2026-12-31..2026-12-24', '2026-12-24..', '12-24'])
    assert.deepEqual(rejectedVariables({ ...berlin, CLOSED_DATES: wrong }), ['CLOSED_DATES'], wrong);
});

test('settings of opening hours that contradict or miss each other are problems', () => {
  const rules = { BUSINESS_HOURS: 'Mo-Fr 09:00-17:00' };
  assert.deepEqual(rejectedVariables(rules), ['BUSINESS_TIMEZONE']);
  assert.deepEqual(rejectedVariables({ HOLIDAYS: 'US' }), ['BUSINESS_TIMEZONE']);
  const times = { BUSINESS_HOURS_START: '09:00', BUSINESS_HOURS_END: '17:00' };
  assert.deepEqual(rejectedVariables({ ...berlin, ...rules, ...times }), ['BUSINESS_HOURS']);
  assert.deepEqual(rejectedVariables({ ...berlin, ...rules, BUSINESS_WEEKDAYS_ONLY: 'on' }), [
    'BUSINESS_HOURS',
  ]);
  assert.deepEqual(rejectedVariables({ ...berlin, BUSINESS_HOURS: 'Mo 09:00-17:00; PH off' }), ['HOLIDAYS']);
});

test('a mistake in BUSINESS_HOURS is named with its place', () => {
  const read = readConfig({ ...berlin, BUSINESS_HOURS: 'Mo-Fr 9-17' });
  assert.deepEqual(read.ok ? [] : read.problems.map(({ problem }) => problem), [
    'has "9-17" where a time such as 09:00 must stand (character 7)',
  ]);
});
