import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import { type Callback, callbackStatuses } from '../callback/state.ts';
import { outcomes } from '../outcome.ts';
import { statusMessage } from './status-message.ts';

const callback = sampleCallback('pending');

test('a pending callback tells whether its code is being sent, sent, failed or blocked', () => {
  const say = (delivery: Callback['code']['delivery']) =>
    statusMessage({ ...callback, code: { ...callback.code, delivery } });
  assert.match(say('sending'), /^Callback request received\. We are texting/);
  assert.match(say('sent'), /Enter the 6-digit code/);
  assert.match(say('failed'), /did not reach your phone/);
  assert.match(say('blocked'), /Your number is fine/);
  assert.doesNotMatch(say('blocked'), /check/i);
});

test('a missed call tells its outcome and the state of the notice', () => {
  const say = (notice: Callback['notice']) =>
    statusMessage({ ...callback, status: 'failed', outcome: 'business-no-answer', notice });
  assert.equal(say('sending'), 'Sorry, we did not pick up in time. We are passing on your details.');
  assert.match(say('sent'), /^Sorry, we did not pick up in time\. We have your details/);
  assert.match(say('failed'), /did not reach our team/);
});

test('a callback without notice says nothing about one', () => {
  assert.equal(
    statusMessage({ ...callback, status: 'cancelled', outcome: 'cancelled-by-visitor' }),
    'You cancelled this request.',
  );
});

test('every status and every outcome has its own sentence', () => {
  const ended = outcomes.map((outcome) => statusMessage({ ...callback, status: 'failed', outcome }));
  const all = [
    ...callbackStatuses.slice(0, 4).map((status) => statusMessage({ ...callback, status })),
    ...ended,
  ];
  for (const sentence of all) assert.match(sentence, /^[A-Z].*\.$/);
  assert.equal(new Set(all).size, all.length);
});
