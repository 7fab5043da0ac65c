import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Callback } from '../callback/state.ts';
import { messageBodies } from './message-body.ts';
import { smsSize } from './sms-segments.ts';

const messageBody = messageBodies('en');

const callback: Callback = {
  callbackId: 'capability-that-opens-everything',
  siteId: 'default',
  reference: 'K7M-42QP',
  visitor: { name: 'Ann Example', phone: '+12015550123', email: 'ann@example.com' },
  subject: 'broken heater',
  page: 'https://contact.example.com/heating',
  status: 'failed',
  outcome: 'business-no-answer',
  notice: 'sending',
  notices: [{ channel: 'sms', state: 'sending' }],
  code: { sendNumber: 1, sentAt: 0, guesses: 0, delivery: 'sent', withheld: false },
  attempts: 1,
  version: 5,
  createdAt: 0,
  updatedAt: 0,
  verifiedAt: 0,
  endedAt: 0,
  done: undefined,
};
const askedAt = 'Sun 22 Nov 14:05';

test('the notice says who asked, about what, where, when and why it was missed', () => {
  const text = messageBody.missedCall(callback, askedAt);
  assert.deepEqual(text.split('\n'), [
    'Missed callback K7M-42QP: you did not answer',
    'Name: Ann Example',
    'Phone: +12015550123',
    'Email: ann@example.com',
    'About: broken heater',
    'Page: contact.example.com/heating',
    'Asked: Sun 22 Nov 14:05',
  ]);
  assert.equal(messageBody.missedCallSubject(callback), 'Missed callback K7M-42QP: Ann Example');
});

test('the notice for a callback outside business hours has its own title', () => {
  const text = messageBody.missedCall({ ...callback, outcome: 'after-hours-notified' }, askedAt);
  assert.match(text, /^Callback while closed K7M-42QP: please call when you open\n/);
});

test('missing fields are left out', () => {
  const bare = {
    ...callback,
    visitor: { ...callback.visitor, email: undefined },
    subject: undefined,
    page: undefined,
  };
  assert.deepEqual(messageBody.missedCall(bare, askedAt).split('\n').slice(1), [
    'Name: Ann Example',
    'Phone: +12015550123',
    'Asked: Sun 22 Nov 14:05',
  ]);
});

test('typographic quotes and dashes become GSM-7 characters', () => {
  const text = messageBody.missedCall({ ...callback, subject: 'It’s “urgent” – please…' }, askedAt);
  assert.match(text, /About: It's "urgent" - please\.\.\./);
  assert.equal(smsSize(text).encoding, 'gsm-7');
});

test('each visitor field stays on its own line', () => {
  const forged = { ...callback, visitor: { ...callback.visitor, name: 'Ann\nPhone: +19005550100' } };
  assert.match(messageBody.missedCall(forged, askedAt), /^Name: Ann Phone: \+19005550100$/m);
  assert.equal(messageBody.missedCallSubject(forged).includes('\n'), false);
});

test('the page is shortened first, the name last', () => {
  const long = messageBody.missedCall(
    { ...callback, page: `https://example.com/${'p'.repeat(300)}`, subject: '山'.repeat(140) },
    askedAt,
  );
  assert.equal(smsSize(long).segments, 3);
  assert.equal(long.includes('Page:'), false);
  assert.match(long, /About: 山+\.\.\.$/m);
  assert.match(long, /Email: ann@example\.com/);
  assert.match(long, /Name: Ann Example/);
});

test('any input fits three segments with number, reference and time, without id', () => {
  const words = fc.oneof(
    fc.string({ maxLength: 300, size: 'max' }),
    fc.string({ unit: 'grapheme', maxLength: 300, size: 'max' }),
  );
  fc.assert(
    fc.property(words, words, words, words, (name, email, subject, page) => {
      const visitor = { name, phone: '+12015550123', email };
      const text = messageBody.missedCall({ ...callback, visitor, subject, page }, askedAt);
      assert.ok(smsSize(text).segments <= 3, `${smsSize(text).segments} segments: ${text}`);
      assert.ok(text.split('\n').length <= 7);
      assert.match(text, /K7M-42QP/);
      assert.match(text, /^Phone: \+12015550123$/m);
      assert.match(text, /Asked: Sun 22 Nov 14:05$/);
      assert.equal(text.includes(callback.callbackId), false);
    }),
    { numRuns: 300 },
  );
});
