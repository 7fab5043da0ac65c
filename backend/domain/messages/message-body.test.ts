import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageBody } from './message-body.ts';
import { smsSize } from './sms-segments.ts';

const host = 'contact.example.com';

test('the code text names the business, the digits and how long they are valid', () => {
  const text = messageBody.code({ business: 'Plumber & Sons', digits: '012345', host: undefined });
  assert.match(text, /Plumber & Sons/);
  assert.match(text, /012345/);
  assert.match(text, /valid for 10 minutes/);
  assert.equal(text.includes('\n'), false);
});

test('its last line binds the digits to the page, as browsers ask for', () => {
  const text = messageBody.code({ business: 'Plumber & Sons', digits: '012345', host });
  assert.equal(text.split('\n').at(-1), '@contact.example.com #012345');
});

test('a long business name is shortened before a second segment is paid for', () => {
  const text = messageBody.code({ business: 'Very Long Name '.repeat(20), digits: '012345', host });
  assert.equal(smsSize(text).segments, 1);
  assert.match(text, /Very Long/);
});

test('a name outside the small alphabet still fits into one segment beside a short host', () => {
  const text = messageBody.code({ business: 'Żółw', digits: '012345', host: 'a.example' });
  assert.deepEqual(smsSize(text).encoding, 'ucs-2');
  assert.equal(smsSize(text).segments, 1);
});

test('where one segment is impossible the text stays whole', () => {
  const text = messageBody.code({
    business: 'Żółw',
    digits: '012345',
    host: `${'long'.repeat(15)}.example.com`,
  });
  assert.match(text, /^Żółw: code 012345, valid for 10 minutes\.\n\n@long.* #012345$/);
});

test('a business name cannot bring a line of its own', () => {
  const text = messageBody.code({ business: 'A\n@evil.example #1', digits: '012345', host });
  assert.equal(text.split('\n').length, 3);
});
