import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  capsFor,
  capsForReplacement,
  cleanLimits,
  emptyRecord,
  isWithin,
  unenteredLimits,
} from './network-standing.ts';

const [hourly, daily] = unenteredLimits.near;

test('a network may leave six codes unentered in an hour and twelve in a day', () => {
  assert.ok(hourly !== undefined && daily !== undefined);
  assert.equal(isWithin(hourly, { ...emptyRecord, unenteredInHour: 5, unenteredInDay: 5 }), true);
  assert.equal(isWithin(hourly, { ...emptyRecord, unenteredInHour: 6, unenteredInDay: 6 }), false);
  assert.equal(isWithin(daily, { ...emptyRecord, unenteredInDay: 11 }), true);
  assert.equal(isWithin(daily, { ...emptyRecord, unenteredInDay: 12 }), false);
});

test('an office that enters its codes may ask for more', () => {
  assert.ok(hourly !== undefined);
  assert.equal(isWithin(hourly, { unenteredInHour: 9, unenteredInDay: 9, enteredInDay: 4 }), true);
  assert.equal(isWithin(hourly, { unenteredInHour: 10, unenteredInDay: 10, enteredInDay: 4 }), false);
});

test('one unentered code makes a network suspect, two entered codes outweigh it', () => {
  const record = { unenteredInHour: 1, unenteredInDay: 1, enteredInDay: 1 };
  assert.equal(isWithin(cleanLimits.near, emptyRecord), true);
  assert.equal(isWithin(cleanLimits.near, record), false);
  assert.equal(isWithin(cleanLimits.near, { ...record, enteredInDay: 2 }), true);
});

test('suspect networks get half of the caps, and the last tenth is for the signed-in', () => {
  const caps = { textsPerHour: 1_500, callsPerDay: 300, minutesPerDay: 3_600, moneyPerDay: 50_000_000 };
  assert.deepEqual(capsFor('suspect', caps), { ...caps, textsPerHour: 750, moneyPerDay: 25_000_000 });
  assert.deepEqual(capsFor('clean', caps), { ...caps, textsPerHour: 1_350 });
  assert.deepEqual(capsFor('signed-in', caps), caps);
  assert.equal(capsForReplacement(caps).textsPerHour, 450);
});

test('a cap of one text message still admits one clean visitor', () => {
  const caps = { textsPerHour: 1, callsPerDay: 1, minutesPerDay: 1, moneyPerDay: 1 };
  assert.equal(capsFor('clean', caps).textsPerHour, 1);
});
