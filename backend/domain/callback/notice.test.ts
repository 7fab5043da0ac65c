import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callbackEvents } from '../../../test/support/domain/callback-events.ts';
import {
  decided,
  sampleCallback,
  sampleCallbackRules,
} from '../../../test/support/domain/sample-callback.ts';
import { type CallbackDecision, unchanged as decidedNothing } from './decision.ts';
import { advanceCallback } from './transition.ts';

// rule: next-notice-channel
test('a failed notice tries the next channel, and the operator sees the last failure', () => {
  const failed = sampleCallback('failed');
  const next = decided(failed, callbackEvents['notice-undelivered']);
  assert.deepEqual(next.arm, [
    { effect: { kind: 'notify-business', channel: 'email', attempt: 1 }, dueAt: at },
  ]);
  const lost = decided(next.callback, { ...callbackEvents['notice-undelivered'], channel: 'email' });
  assert.equal(lost.callback.notice, 'failed');
  assert.deepEqual(lost.arm, []);
  const repeated = decided(lost.callback, { ...callbackEvents['notice-undelivered'], channel: 'email' });
  assert.equal(repeated.callback, lost.callback);
  assert.equal(decided(lost.callback, callbackEvents['notice-accepted']).callback.notice, 'failed');
});

// rule: next-notice-channel
test('an accepted notice that is later undelivered tries the next channel', () => {
  const sent = decided(sampleCallback('failed'), callbackEvents['notice-accepted']).callback;
  assert.equal(sent.notice, 'sent');
  const { callback, arm } = decided(sent, callbackEvents['notice-undelivered']);
  assert.equal(callback.notice, 'sending');
  assert.equal(arm.length, 1);
});

test('a late report arms no notice for an end that needs none', () => {
  const quiet = sampleCallback('failed', { outcome: 'opted-out', notice: 'none' });
  const { callback, arm } = decided(quiet, callbackEvents['notice-undelivered']);
  assert.equal(callback, quiet);
  assert.deepEqual(arm, []);
});

const reports = ['notice-accepted', 'notice-undelivered'] as const;

for (const kind of reports) {
  test(`${kind} about an earlier attempt's notice changes nothing`, () => {
    const later = sampleCallback('failed', { attempts: 2 });
    assert.deepEqual(decided(later, callbackEvents[kind]), decidedNothing(later));
    const own = decided(later, { ...callbackEvents[kind], attempt: 2 });
    assert.notEqual(own.callback.notice + own.arm.length, 'sending0');
  });

  test(`${kind} about an earlier end's notice changes nothing`, () => {
    const again = sampleCallback('failed', { outcome: 'waited-too-long', endedAt: at + 1 });
    assert.deepEqual(decided(again, callbackEvents[kind]), decidedNothing(again));
  });
}

test('a retried callback sends no more notices about its last end', () => {
  const { disarm } = decided(sampleCallback('failed'), callbackEvents['retry-asked']);
  for (const channel of sampleCallbackRules.noticeChannels)
    assert.ok(
      disarm.some((effect) => effect.kind === 'notify-business' && effect.channel === channel),
      channel,
    );
});

test('a proof over budget notifies the business, by SMS only when it is paid for', () => {
  const tell = (textPaid: boolean) =>
    decided(sampleCallback('pending'), { kind: 'proven-beyond-budget', at, textPaid });
  const channels = ({ arm }: CallbackDecision) =>
    arm.map(({ effect }) => effect.kind === 'notify-business' && effect.channel);
  assert.deepEqual(channels(tell(true)), ['sms']);
  assert.deepEqual(channels(tell(false)), ['email']);
  assert.equal(tell(false).callback.verifiedAt, at);
});

test('a spent code proves nothing, with or without budget', () => {
  const spent = sampleCallback('pending', {
    code: { sendNumber: 1, sentAt: 0, guesses: 5, delivery: 'sent' },
  });
  const event = { kind: 'proven-beyond-budget', at, textPaid: true } as const;
  assert.ok('refused' in advanceCallback(spent, event, sampleCallbackRules));
});
