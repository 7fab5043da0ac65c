import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callbackEvents } from '../samples/callback-events.ts';
import { decided, sampleCallback } from '../samples/sample-callback.ts';

test('the business is told by the next channel when one fails, and the operator sees it when none is left', () => {
  const failed = sampleCallback('failed');
  const next = decided(failed, callbackEvents['notice-undelivered']);
  assert.deepEqual(next.arm, [
    { effect: { kind: 'notify-business', channel: 'email', attempt: 1 }, dueAt: at },
  ]);
  const lost = decided(next.callback, { kind: 'notice-undelivered', at, channel: 'email' });
  assert.equal(lost.callback.notice, 'failed');
  assert.deepEqual(lost.arm, []);
  const repeated = decided(lost.callback, { kind: 'notice-undelivered', at, channel: 'email' });
  assert.equal(repeated.callback, lost.callback);
  assert.equal(decided(lost.callback, callbackEvents['notice-accepted']).callback.notice, 'failed');
});

test('a text that was accepted and then lost is told by the next channel after all', () => {
  const sent = decided(sampleCallback('failed'), callbackEvents['notice-accepted']).callback;
  assert.equal(sent.notice, 'sent');
  const { callback, arm } = decided(sent, callbackEvents['notice-undelivered']);
  assert.equal(callback.notice, 'sending');
  assert.equal(arm.length, 1);
});

test('a late report about an earlier text has nobody told where nobody was to be told', () => {
  const quiet = sampleCallback('failed', { outcome: 'opted-out', notice: 'none' });
  const { callback, arm } = decided(quiet, callbackEvents['notice-undelivered']);
  assert.equal(callback, quiet);
  assert.deepEqual(arm, []);
});
