import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalendar } from '../../adapters/system/calendar.ts';
import { type BusinessHours, isBusinessOpen, nextOpening, sameEachDay } from './business-hours.ts';
import { parseHours } from './hours-syntax.ts';

const calendar = createCalendar();

function hours(start: string, end: string, zone: string, weekdaysOnly = false): BusinessHours {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return sameEachDay({ start: minutes(start), end: minutes(end), zone, weekdaysOnly });
}

function openAt(when: BusinessHours, instant: string): boolean {
  return isBusinessOpen(when, calendar, Date.parse(instant));
}

function opensNext(when: BusinessHours, instant: string): string | undefined {
  const next = nextOpening(when, calendar, Date.parse(instant));
  return next === undefined ? undefined : new Date(next).toISOString();
}

test('a business is open from its first minute up to, but not at, its end', () => {
  const office = hours('09:00', '17:00', 'America/New_York');
  assert.equal(openAt(office, '2026-11-23T13:59:59.999Z'), false);
  assert.equal(openAt(office, '2026-11-23T14:00:00Z'), true);
  assert.equal(openAt(office, '2026-11-23T21:59:59.999Z'), true);
  assert.equal(openAt(office, '2026-11-23T22:00:00Z'), false);
});

test('the next opening is now while open, and tomorrow afterwards', () => {
  const office = hours('09:00', '17:00', 'America/New_York');
  assert.equal(opensNext(office, '2026-11-23T15:00:00.000Z'), '2026-11-23T15:00:00.000Z');
  assert.equal(opensNext(office, '2026-11-23T22:00:00.000Z'), '2026-11-24T14:00:00.000Z');
});

test('with weekdays only, Friday evening waits for Monday', () => {
  const office = hours('09:00', '17:00', 'Europe/Berlin', true);
  assert.equal(openAt(office, '2026-11-21T10:00:00Z'), false);
  assert.equal(openAt(office, '2026-11-22T10:00:00Z'), false);
  assert.equal(opensNext(office, '2026-11-20T18:00:00.000Z'), '2026-11-23T08:00:00.000Z');
});

test('a window over midnight belongs to the day on which it opens', () => {
  const bar = hours('20:00', '03:00', 'Europe/Berlin', true);
  assert.equal(openAt(bar, '2026-11-21T01:00:00Z'), true, 'Saturday 02:00, Friday night');
  assert.equal(openAt(bar, '2026-11-21T20:00:00Z'), false, 'Saturday 21:00');
  assert.equal(openAt(bar, '2026-11-23T01:00:00Z'), false, 'Monday 02:00, Sunday night');
  assert.equal(openAt(bar, '2026-11-23T20:00:00Z'), true, 'Monday 21:00');
});

test('equal start and end mean a whole day', () => {
  const always = hours('00:00', '00:00', 'Europe/Berlin');
  const weekdays = hours('00:00', '00:00', 'Europe/Berlin', true);
  assert.equal(openAt(always, '2026-11-21T23:30:00Z'), true);
  assert.equal(openAt(weekdays, '2026-11-20T22:59:59Z'), true);
  assert.equal(openAt(weekdays, '2026-11-20T23:00:00Z'), false);
  assert.equal(opensNext(weekdays, '2026-11-21T12:00:00.000Z'), '2026-11-22T23:00:00.000Z');
});

test('business hours follow local time through clock changes', () => {
  const office = hours('09:00', '17:00', 'America/New_York');
  assert.equal(openAt(office, '2026-03-07T13:30:00Z'), false, 'winter, 08:30');
  assert.equal(openAt(office, '2026-03-08T13:30:00Z'), true, 'summer, 09:30');
});

test('a start that a clock change skips means the end of the gap', () => {
  const early = hours('02:30', '06:00', 'America/New_York');
  assert.equal(opensNext(early, '2026-03-08T06:00:00.000Z'), '2026-03-08T07:00:00.000Z');
});

test('a window that a clock change skips does not open that day', () => {
  const short = hours('02:10', '02:50', 'America/New_York');
  assert.equal(openAt(short, '2026-03-08T07:00:00Z'), false);
  assert.equal(opensNext(short, '2026-03-08T06:30:00.000Z'), '2026-03-09T06:10:00.000Z');
});

test('a clock that is set back opens once and does not close in between', () => {
  const late = hours('20:00', '01:30', 'America/New_York');
  assert.equal(openAt(late, '2026-11-01T05:29:00Z'), true, 'the first 01:29');
  assert.equal(openAt(late, '2026-11-01T06:15:00Z'), false, 'the second 01:15');
  const early = hours('01:30', '05:00', 'America/New_York');
  assert.equal(openAt(early, '2026-11-01T05:30:00Z'), true, 'the first 01:30');
  assert.equal(openAt(early, '2026-11-01T06:15:00Z'), true, 'the second 01:15');
});

test('a clock that is set back over midnight leaves an open window open', () => {
  const early = hours('00:00', '05:00', 'America/St_Johns');
  assert.equal(openAt(early, '2010-11-07T02:30:30Z'), true, 'the only 00:00 of the seventh');
  assert.equal(openAt(early, '2010-11-07T02:45:00Z'), true, 'the second 23:15 of the sixth');
});

const newYork = 'America/New_York';
const thanksgiving = { holidays: new Map([['US-NY', new Set(['2026-11-26', '2026-12-25'])]]) };

function written(text: string, closed: Partial<BusinessHours> = {}): BusinessHours {
  const rules = parseHours(text);
  assert.ok(Array.isArray(rules), JSON.stringify(rules));
  return { zone: newYork, rules, holidays: 'US-NY', closedDates: [], ...closed };
}

function nextLocal(when: BusinessHours, instant: string): string | undefined {
  const at = nextOpening(when, createCalendar(thanksgiving), Date.parse(instant));
  return at === undefined ? undefined : new Date(at).toLocaleString('sv-SE', { timeZone: newYork });
}

test('between two windows of a day the business is closed until the second', () => {
  const shop = written('Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00');
  assert.equal(nextLocal(shop, '2026-11-24T17:30:00Z'), '2026-11-24 13:00:00');
  assert.equal(nextLocal(shop, '2026-11-24T22:30:00Z'), '2026-11-25 09:00:00');
  const lateFirst = written('Mo-Fr 13:00-17:00,09:00-12:00');
  assert.equal(nextLocal(lateFirst, '2026-11-24T22:30:00Z'), '2026-11-25 09:00:00');
});

test('a public holiday with a rule of its own replaces the hours of its weekday', () => {
  assert.equal(
    nextLocal(written('Mo-Fr 09:00-17:00; PH off'), '2026-11-26T15:00:00Z'),
    '2026-11-27 09:00:00',
  );
  const short = written('Mo-Fr 09:00-17:00; PH 11:00-12:00');
  assert.equal(nextLocal(short, '2026-11-26T15:00:00Z'), '2026-11-26 11:00:00');
  assert.equal(
    nextLocal(written('Mo-Fr 09:00-17:00'), '2026-11-26T15:00:00Z'),
    '2026-11-26 10:00:00',
    'no rule',
  );
});

test('closed dates and seasons move the next opening by weeks', () => {
  const away = { closedDates: [{ from: '2026-12-21', to: '2027-01-10' }] };
  assert.equal(nextLocal(written('Mo-Fr 09:00-17:00', away), '2026-12-20T15:00:00Z'), '2027-01-11 09:00:00');
  const summer = written('Apr-Sep: Mo-Fr 08:00-19:00');
  assert.equal(nextLocal(summer, '2026-10-01T15:00:00Z'), '2027-04-01 08:00:00');
  assert.equal(
    nextLocal(written('Mo-Fr 09:00-17:00; Dec-Jan off'), '2026-12-01T15:00:00Z'),
    '2027-02-01 09:00:00',
  );
  assert.equal(nextLocal(written('Mo-Su off'), '2026-12-01T15:00:00Z'), undefined);
});

test('a rule after a comma adds its window to the day', () => {
  const doctor = written('Mo-Fr 08:00-12:00, We 14:00-18:00');
  assert.equal(nextLocal(doctor, '2026-11-25T17:30:00Z'), '2026-11-25 14:00:00');
  assert.equal(nextLocal(doctor, '2026-11-24T17:30:00Z'), '2026-11-25 08:00:00');
});

test('opening hours over midnight continue into a closed day', () => {
  const bar = written('Fr 20:00-03:00; Sa off');
  assert.equal(nextLocal(bar, '2026-11-28T07:00:00Z'), '2026-11-28 02:00:00');
});
