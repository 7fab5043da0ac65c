import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalendar } from '../../adapters/system/calendar.ts';
import { type BusinessHours, type HoursCalendar, isBusinessOpen, nextOpening } from './business-hours.ts';
import { parseHours } from './hours-syntax.ts';

/** Cities on both halves of the globe, with changes at midnight, of half an hour, and without any. */
const zones = [
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Asuncion',
  'America/Nuuk',
  'America/Sao_Paulo',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Chisinau',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Auckland',
];
const minuteMs = 60_000;
const weekMinutes = 7 * 1_440;

/** Windows over lunch, over midnight, and at the hours at which clocks change. */
const text = 'Mo-Fr 09:00-12:00,13:00-17:00; Sa 22:00-02:30; Su 00:00-00:30,02:15-02:45,03:00-12:00';

function hoursIn(zone: string): BusinessHours {
  const rules = parseHours(text);
  assert.ok(Array.isArray(rules));
  return { zone, rules, holidays: undefined, closedDates: [] };
}

/** Answers a repeated question from memory: neighbouring minutes need the same instants. */
function remember<Question extends (string | number)[], Answer>(
  answer: (...question: Question) => Answer,
): (...question: Question) => Answer {
  const known = new Map<string, Answer>();
  return (...question) => {
    const key = question.join();
    const found = known.get(key) ?? answer(...question);
    known.set(key, found);
    return found;
  };
}

function rememberingCalendar(): HoursCalendar {
  const { instant, addDays, local, isPublicHoliday } = createCalendar();
  return {
    instant: remember(instant),
    addDays: remember(addDays),
    local: remember(local),
    isPublicHoliday,
  };
}

/** Returns the clock changes of 2026; around a fixed Sunday where there is none. */
function changesOf(zone: string): number[] {
  const offsetAt = (at: number) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(at).slice(-9);
  const days = Array.from({ length: 366 }, (_, index) => Date.UTC(2026, 0, 1 + index));
  const changes = days.filter((at) => offsetAt(at) !== offsetAt(at - 1_440 * minuteMs));
  return changes.length === 0 ? [Date.UTC(2026, 2, 29)] : changes;
}

for (const zone of zones) {
  test(`in ${zone} each minute of a clock-change week agrees with its next opening`, () => {
    const [hours, calendar] = [hoursIn(zone), rememberingCalendar()];
    for (const change of changesOf(zone)) {
      const first = change - (weekMinutes / 2) * minuteMs;
      let expected = nextOpening(hours, calendar, first);
      let opened = 0;
      for (let at = first; at < first + weekMinutes * minuteMs; at += minuteMs) {
        const isOpen = isBusinessOpen(hours, calendar, at);
        const next = nextOpening(hours, calendar, at);
        assert.equal(isOpen, next === at, new Date(at).toISOString());
        if (isOpen && expected !== undefined)
          assert.equal(expected, at, `opened at ${new Date(at).toISOString()}`);
        if (isOpen) opened += 1;
        expected = isOpen ? undefined : next;
      }
      assert.ok(opened > 5 * 6 * 60, `${zone} open for ${opened} minutes`);
    }
  });
}
