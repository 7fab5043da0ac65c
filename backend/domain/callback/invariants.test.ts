import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callbackEvents, everyCallbackEvent } from '../../../test/support/domain/callback-events.ts';
import {
  decided,
  sampleCallbackRules as rules,
  sampleCallback,
} from '../../../test/support/domain/sample-callback.ts';
import { effectKey } from '../effect.ts';
import type { CallbackDecision } from './decision.ts';
import type { CallbackEvent } from './event.ts';
import { type Callback, type CallbackStatus, callbackStatuses, hasEnded } from './state.ts';
import { advanceCallback } from './transition.ts';

function everyPair(
  visit: (before: Callback, event: CallbackEvent, decision: CallbackDecision) => void,
): void {
  for (const status of callbackStatuses) {
    for (const event of everyCallbackEvent) {
      const before = sampleCallback(status);
      const decision = advanceCallback(before, event, rules);
      if (!('refused' in decision)) visit(before, event, decision);
    }
  }
}

// rule: final-status
test('only a retry of a failed verified callback leaves an end', () => {
  everyPair((before, event, { callback }) => {
    if (!hasEnded(before.status) || callback.status === before.status) return;
    assert.deepEqual([before.status, event.kind, callback.status], ['failed', 'retry-asked', 'verified']);
  });
  const unproven = sampleCallback('failed', {
    verifiedAt: undefined,
    outcome: 'not-verified',
    notice: 'none',
  });
  assert.deepEqual(advanceCallback(unproven, callbackEvents['retry-asked'], rules), {
    refused: 'not-in-this-state',
    status: 'failed',
  });
});

test('a failed verified callback notifies the business, unless it may not call', () => {
  everyPair((before, event, { callback, arm }) => {
    if (callback.status !== 'failed' || before.status === 'failed') return;
    const untold = callback.outcome === 'opted-out' || callback.outcome === 'number-blocked';
    if (callback.verifiedAt === undefined || untold) {
      assert.equal(callback.notice, 'none');
      return;
    }
    assert.equal(callback.notice, 'sending');
    const unpaid = event.kind === 'proven-beyond-budget' && !event.textPaid;
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      [`notify-business/${callback.attempts}/${unpaid ? 'email' : 'sms'}`],
    );
  });
});

test('a failed callback without notice channels is marked for the operator', () => {
  const decision = advanceCallback(sampleCallback('verified'), callbackEvents['wait-exceeded'], {
    ...rules,
    noticeChannels: [],
  });
  assert.ok(!('refused' in decision));
  assert.equal(decision.callback.notice, 'failed');
});

test('only attempt-began increases the number of attempts', () => {
  everyPair((before, event, { callback }) => {
    const added = event.kind === 'attempt-began' ? 1 : 0;
    assert.equal(callback.attempts, before.attempts + added, event.kind);
  });
});

test('an attempt that began disarms the wait for a line', () => {
  const { disarm } = decided(sampleCallback('verified'), callbackEvents['attempt-began']);
  assert.deepEqual(disarm.map(effectKey).sort(), ['give-up-waiting', 'place-call']);
});

test('an end disarms all timers and the code', () => {
  everyPair((before, event, { callback, disarm }) => {
    if (!hasEnded(callback.status) || hasEnded(before.status)) return;
    const keys = disarm.map(effectKey).sort();
    const all = ['expire-request', 'give-up-waiting', 'last-resort', 'place-call', 'send-code/1'];
    assert.deepEqual(keys, all, event.kind);
  });
});

test('an ended callback has a time and an outcome, and its call is ended', () => {
  everyPair((before, event, { callback, endsAttempt }) => {
    const ends = hasEnded(callback.status) && !hasEnded(before.status);
    if (!ends) {
      assert.equal(endsAttempt, false);
      return;
    }
    assert.equal(callback.endedAt, at);
    assert.notEqual(callback.outcome, undefined);
    const underWay: CallbackStatus[] = ['calling', 'connected'];
    const mayLive = underWay.includes(before.status) && event.kind !== 'attempt-ended';
    assert.equal(endsAttempt, mayLive, event.kind);
  });
});

test('only a proof or a retry arms a call, and never during another call', () => {
  everyPair((before, event, { callback, arm }) => {
    if (!arm.some(({ effect }) => effect.kind === 'place-call')) return;
    assert.ok(['phone-proven', 'phone-vouched', 'retry-asked'].includes(event.kind), event.kind);
    assert.ok(before.status === 'pending' || before.status === 'failed');
    assert.equal(callback.status, 'verified');
  });
});

// rule: connected-is-provisional
test('only a conversation completes a callback', () => {
  everyPair((before, event, { callback }) => {
    if (callback.status !== 'completed' || before.status === 'completed') return;
    assert.ok(event.kind === 'attempt-ended' && event.outcome === 'talked');
    assert.equal(callback.notice, 'none');
  });
});

test('a proof arms the last resort, and a retry starts like a new proof', () => {
  for (const before of [sampleCallback('pending'), sampleCallback('failed')]) {
    const event = callbackEvents[before.status === 'pending' ? 'phone-proven' : 'retry-asked'];
    const { callback, arm } = decided(before, event);
    assert.deepEqual(
      [callback.outcome, callback.notice, callback.endedAt, callback.verifiedAt],
      [undefined, 'none', undefined, at],
    );
    assert.deepEqual(Object.fromEntries(arm.map(({ effect, dueAt }) => [effect.kind, dueAt])), {
      'place-call': at,
      'give-up-waiting': at + rules.maxWaitMs,
      'last-resort': at + rules.lastResortMs,
    });
  }
});
