import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeHours } from './describe-hours.ts';
import { parseHours } from './hours-syntax.ts';

function meaning(text: string): string[] {
  const rules = parseHours(text);
  assert.ok(Array.isArray(rules), JSON.stringify(rules));
  return describeHours({ zone: 'UTC', rules, holidays: undefined, closedDates: [] });
}

test('opening hours are read as OpenStreetMap writes them', () => {
  const cases: [text: string, ...meaning: string[]][] = [
    [
      'Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off',
      'Monday to Friday: 09:00 to 12:00 and 13:00 to 17:00',
      'Saturday: 10:00 to 14:00',
      'public holidays: closed',
    ],
    ['24/7', 'every day: all day'],
    ['00:00-24:00', 'every day: all day'],
    ['Mo,We,PH 09:00-10:00', 'Monday, Wednesday and public holidays: 09:00 to 10:00'],
    ['Sa-Mo 09:00-10:00', 'Monday, Saturday, Sunday: 09:00 to 10:00'],
    ['Fr,Sa 20:00-26:00', 'Friday, Saturday: 20:00 to 02:00 of the next day'],
    ['Mo 08:00-12:00, We 14:00-18:00', 'Monday: 08:00 to 12:00', 'Wednesday also: 14:00 to 18:00'],
    ['Apr-Sep: Mo-Fr 08:00-19:00', 'Apr 1 to Sep 30, Monday to Friday: 08:00 to 19:00'],
    ['Dec 24-26,Jul 4 off', 'Dec 24 to Dec 26, Jul 4: closed'],
    ['Dec 24-Jan 2 closed', 'Dec 24 to Jan 2: closed'],
    ['Feb: Sa 10:00-12:00', 'Feb 1 to Feb 29, Saturday: 10:00 to 12:00'],
  ];
  for (const [text, ...expected] of cases) assert.deepEqual(meaning(text), expected, text);
});

test('spellings that leave no doubt are accepted', () => {
  const plain = meaning('Mo-Fr 09:00-17:00; Dec 24 off');
  for (const text of [
    'mon - fri 9:00 – 17:00; december 24 closed',
    'MO-FR: 09:00-17:00;Dec 24: off;',
    ' Monday-Friday  09:00-17:00 ; Dec 24 off ; ',
  ])
    assert.deepEqual(meaning(text), plain, text);
});

test('text that is not understood is named with its position', () => {
  const cases: [text: string, problem: string, position: number][] = [
    ['', 'ends where a weekday such as Mo, a month such as Dec or a time such as 09:00 must stand', 1],
    ['Mo-Fr', 'ends where a time such as 09:00 must stand', 6],
    ['Mo-Fr 9-17', 'has "9-17" where a time such as 09:00 must stand', 7],
    ['Mo-Fr 09:00+', 'has "+" where a - and the closing time must stand', 12],
    ['Mo-Fr 09:00-17:00 Sa off', 'has "Sa" where a ; or the end must stand', 19],
    ['Mo-Fr 25:00-26:00', 'has a time that does not exist: 25:00', 7],
    ['Mo-Fr 09:00-12:60', 'has a time that does not exist: 12:60', 13],
    ['Feb 30 off', 'has a date that does not exist: Feb 30', 5],
    ['Dec 24,26 off', 'has "," where a time such as 09:00 must stand', 7],
    ['Mo-Fry 09:00-10:00', 'has "Fry" where a weekday must stand', 4],
    [
      'SH off',
      'has "SH" where a weekday such as Mo, a month such as Dec or a time such as 09:00 must stand',
      1,
    ],
    ['Mo[1] off', 'has "[1]" where a time such as 09:00 must stand', 3],
  ];
  for (const [text, problem, position] of cases)
    assert.deepEqual(parseHours(text), { problem, position }, text);
});
