import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './read-config.ts';

const meantZones: [typed: string, zones: string][] = [
  ['CEST', 'Europe/Berlin'],
  ['MESZ', 'Europe/Berlin'],
  ['EEST', 'Europe/Athens'],
  ['PDT', 'America/Los_Angeles'],
  ['AEST', 'Australia/Sydney'],
  ['GMT+2', 'Europe/Berlin, Europe/Athens, or Africa/Johannesburg'],
  ['UTC+02:00', 'Europe/Berlin, Europe/Athens, or Africa/Johannesburg'],
  ['+0530', 'Asia/Kolkata'],
  ['-5', 'America/New_York or America/Chicago'],
  ['Eastern', 'America/New_York'],
  ['Pacific Standard Time', 'America/Los_Angeles'],
  ['central european time', 'Europe/Berlin'],
  ['Germany', 'Europe/Berlin'],
  ['UK', 'Europe/London'],
  ['USA', 'America/New_York, America/Chicago, America/Denver, or America/Los_Angeles'],
  ['Tokyo', 'Asia/Tokyo'],
  ['Europe/Viena', 'Europe/Vienna'],
];

test('an unknown BUSINESS_TIMEZONE is answered with the zones that were meant', () => {
  for (const [typed, zones] of meantZones) {
    const read = readConfig({ BUSINESS_TIMEZONE: typed });
    assert.ok(!read.ok, typed);
    assert.deepEqual(
      read.problems.map(({ variable, fix }) => `${variable} ${fix}`),
      [`BUSINESS_TIMEZONE Did you mean ${zones}?`],
    );
  }
});

test('a BUSINESS_TIMEZONE that resembles no zone is answered with a sample', () => {
  for (const typed of ['local', 'GMT+99', '+02:17', 'Atlantis']) {
    const read = readConfig({ BUSINESS_TIMEZONE: typed });
    assert.match(read.ok ? '' : JSON.stringify(read.problems), /Write a name such as America/, typed);
  }
});

function warning(zone: string): string {
  const { warnings } = readConfig({ BUSINESS_TIMEZONE: zone });
  return warnings.map(({ problem, fix, command }) => `${problem}: ${fix} ${command}`).join();
}

test('an abbreviation that the machine reads as another place is warned about', () => {
  assert.match(
    warning('BST'),
    /^is BST, which is read as Asia\/Dhaka: .*set BUSINESS_TIMEZONE Europe\/London$/,
  );
  assert.match(warning('AST'), /read as America\/Anchorage: .*America\/Halifax/);
  for (const zone of ['CET', 'PST', 'CST', 'IST', 'JST', 'AET', 'EET']) assert.equal(warning(zone), '', zone);
});

test('an offset whose sign is reversed in the zone’s name is warned about', () => {
  assert.match(
    warning('Etc/GMT+2'),
    /is Etc\/GMT\+2, which is 2 hours behind UTC: .*Europe\/Berlin if you mean UTC\+2/,
  );
  assert.match(warning('Etc/GMT+1'), /1 hours? behind UTC: .*Europe\/London/);
  assert.match(warning('Etc/GMT-7'), /7 hours ahead of UTC: .*America\//);
  for (const zone of ['Etc/GMT-8', 'Etc/GMT-9', 'Etc/GMT+3']) assert.equal(warning(zone), '', zone);
});
