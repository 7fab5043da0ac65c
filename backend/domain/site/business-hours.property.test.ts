import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCalendar } from '../../adapters/system/calendar.ts';
import { isBusinessOpen, nextOpening, sameEachDay } from './business-hours.ts';

const calendar = createCalendar();
const minute = 60_000;
const day = 1440;
const length = 21 * day;

/** One week before and two after a clock change; Kathmandu has none, but an odd offset. */
const weeks: [zone: string, first: string][] = [
  ['America/New_York', '2026-03-01'],
  ['America/New_York', '2026-10-25'],
  ['Europe/Berlin', '2026-03-22'],
  ['Europe/Berlin', '2026-10-18'],
  ['Australia/Lord_Howe', '2026-03-29'],
  ['Australia/Lord_Howe', '2026-09-27'],
  ['Asia/Kathmandu', '2026-03-01'],
  ['Africa/Casablanca', '2026-02-08'],
  ['Africa/Casablanca', '2026-03-15'],
];

/**
 * The latest local time shown up to each minute, as minutes since the epoch. It never goes back, also when the clock
 * does.
 */
function watchClock(zone: string, first: number): number[] {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  let latest = 0;
  return Array.from({ length }, (_, index) => {
    const shown = clock.format(first + index * minute).replace(', ', 'T');
    latest = Math.max(latest, Date.parse(`${shown}Z`) / minute);
    return latest;
  });
}

/** Compares the local time with the hours of each day to which a window can belong. */
function doorIsOpen(hours: Parameters<typeof sameEachDay>[0], wall: number): boolean {
  const today = Math.floor(wall / day);
  return [today - 1, today].some((date) => {
    const weekday = (date + 3) % 7;
    const span = hours.end <= hours.start ? day : 0;
    const inside = wall >= date * day + hours.start && wall < date * day + hours.end + span;
    return inside && !(hours.weekdaysOnly && weekday >= 5);
  });
}

const times = fc.oneof(
  fc.integer({ min: 0, max: day - 1 }),
  fc.integer({ min: 0, max: 12 }).map((n) => n * 15),
);

for (const [zone, date] of weeks) {
  test(`in ${zone} from ${date} isBusinessOpen agrees with local clock time`, () => {
    const first = Date.parse(`${date}T00:00:00Z`);
    const walls = watchClock(zone, first);
    const wallAt = (index: number) => walls[index] ?? 0;
    const check = (start: number, end: number, weekdaysOnly: boolean, index: number, seconds: number) => {
      const hours = { start, end, zone, weekdaysOnly };
      const at = first + index * minute + seconds * 1000;
      assert.equal(isBusinessOpen(sameEachDay(hours), calendar, at), doorIsOpen(hours, wallAt(index)));
      const next = nextOpening(sameEachDay(hours), calendar, at);
      let expected = index;
      while (expected < length && !doorIsOpen(hours, wallAt(expected))) expected += 1;
      assert.equal(next, expected === index ? at : first + expected * minute);
    };
    // The first two days fill the clock's history; the last eight leave room for the next opening.
    const indices = fc.integer({ min: 2 * day, max: length - 8 * day });
    const property = fc.property(times, times, fc.boolean(), indices, fc.integer({ min: 0, max: 59 }), check);
    fc.assert(property, { numRuns: 400 });
  });
}
