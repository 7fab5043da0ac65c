import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CapWarning } from '../effect.ts';
import { messageBodies } from './message-body.ts';
import { smsSize } from './sms-segments.ts';

const messageBody = messageBodies('en');

const host = 'contact.example.com';

test('the code SMS names the business, the digits and their lifetime', () => {
  const text = messageBody.code({ business: 'Plumber & Sons', digits: '012345', host: undefined });
  assert.match(text, /Plumber & Sons/);
  assert.match(text, /012345/);
  assert.match(text, /valid for 10 minutes/);
  assert.equal(text.includes('\n'), false);
});

test("the last line binds the digits to the page's host", () => {
  const text = messageBody.code({ business: 'Plumber & Sons', digits: '012345', host });
  assert.equal(text.split('\n').at(-1), '@contact.example.com #012345');
});

test('a long business name is shortened to keep one segment', () => {
  const text = messageBody.code({ business: 'Very Long Name '.repeat(20), digits: '012345', host });
  assert.equal(smsSize(text).segments, 1);
  assert.match(text, /Very Long/);
});

test('a UCS-2 name fits one segment beside a short host', () => {
  const text = messageBody.code({ business: 'Żółw', digits: '012345', host: 'a.example' });
  assert.deepEqual(smsSize(text).encoding, 'ucs-2');
  assert.equal(smsSize(text).segments, 1);
});

test('a message that cannot fit one segment stays whole', () => {
  const text = messageBody.code({
    business: 'Żółw',
    digits: '012345',
    host: `${'long'.repeat(15)}.example.com`,
  });
  assert.match(text, /^Żółw: code 012345, valid for 10 minutes\.\n\n@long.* #012345$/);
});

test('a business name cannot add a line', () => {
  const text = messageBody.code({ business: 'A\n@evil.example #1', digits: '012345', host });
  assert.equal(text.split('\n').length, 3);
});

const allCaps: CapWarning['cap'][] = ['textsPerHour', 'callsPerDay', 'minutesPerDay', 'moneyPerDay'];

for (const business of ['Riverside Bakery', 'Very Long Name '.repeat(20), 'Żółw i Ślimak', ''])
  test(`each cap's warning is one segment of its own for "${business.slice(0, 20)}"`, () => {
    const bodies = allCaps.flatMap((cap) =>
      ([80, 100] as const).map((percent) => messageBody.capWarning(business, { cap, percent })),
    );
    assert.deepEqual(new Set(bodies.map((body) => smsSize(body).segments)), new Set([1]));
    assert.equal(new Set(bodies).size, bodies.length);
  });
