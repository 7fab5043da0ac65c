import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageCodes } from '../../../languages/languages.ts';
import { createCalendar } from './calendar.ts';

const calendar = createCalendar();
const newYork = 'America/New_York';

test('an instant has a local date, weekday and minutes since midnight', () => {
  const at = Date.parse('2026-11-23T03:59:30Z');
  assert.deepEqual(calendar.local(newYork, at), { date: '2026-11-22', weekday: 7, minutes: 22 * 60 + 59 });
  assert.deepEqual(calendar.local('Asia/Kathmandu', at), { date: '2026-11-23', weekday: 1, minutes: 584 });
});

test('a wall-clock time has an instant in winter and in summer', () => {
  assert.equal(calendar.instant(newYork, '2026-01-15', 9 * 60), Date.parse('2026-01-15T14:00:00Z'));
  assert.equal(calendar.instant(newYork, '2026-07-15', 9 * 60), Date.parse('2026-07-15T13:00:00Z'));
});

test('a skipped local time means the end of the gap, of any length', () => {
  assert.equal(calendar.instant(newYork, '2026-03-08', 150), Date.parse('2026-03-08T07:00:00Z'));
  const halfAnHour = calendar.instant('Australia/Lord_Howe', '2026-10-04', 135);
  assert.equal(halfAnHour, Date.parse('2026-10-03T15:30:00Z'));
  const wholeDay = calendar.instant('Pacific/Apia', '2011-12-30', 720);
  assert.equal(wholeDay, Date.parse('2011-12-30T10:00:00Z'));
});

test('an ambiguous local time means the earlier instant', () => {
  assert.equal(calendar.instant(newYork, '2026-11-01', 90), Date.parse('2026-11-01T05:30:00Z'));
});

test('days are added across the end of a month and a year', () => {
  assert.equal(calendar.addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(calendar.addDays('2028-03-01', -1), '2028-02-29');
});

test('an unknown zone is an error', () => {
  assert.throws(() => calendar.local('Europe/Atlantis', 0), RangeError);
});

test('a time is written in each language, in 24 hours, Latin digits and plain spaces', () => {
  const at = Date.UTC(2026, 10, 22, 19, 5);
  assert.equal(calendar.write('America/New_York', at, 'en'), 'Sun 22 Nov 14:05');
  assert.equal(calendar.write('UTC', at, 'en'), 'Sun 22 Nov 19:05 UTC');
  assert.equal(calendar.write('Europe/Berlin', at, 'de'), 'So. 22. Nov. 20:05');
  for (const language of languageCodes)
    assert.match(calendar.write('Europe/Berlin', at, language), /^(?=.*22)[^,\u00a0\u202f]*20:05$/, language);
});
