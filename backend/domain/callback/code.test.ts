import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callbackEvents } from '../../../test/support/domain/callback-events.ts';
import {
  decided,
  sampleCallbackRules as rules,
  sampleCallback,
} from '../../../test/support/domain/sample-callback.ts';
import { codePolicy, codeStanding, resendAllowedAt } from './code.ts';
import type { CallbackEvent } from './event.ts';
import type { Callback, CodeSend } from './state.ts';
import { advanceCallback } from './transition.ts';

const minute = 60_000;
const sent: CodeSend = { sendNumber: 1, sentAt: 1_000, guesses: 0, delivery: 'sent', withheld: false };

test('a code is valid for ten minutes and no longer', () => {
  assert.equal(codeStanding(sent, 1_000), 'usable');
  assert.equal(codeStanding(sent, 1_000 + 10 * minute - 1), 'usable');
  assert.equal(codeStanding(sent, 1_000 + 10 * minute), 'expired');
});

// rule: five-guesses
test('a code is spent after five guesses, expired or not', () => {
  assert.equal(codeStanding({ ...sent, guesses: 4 }, 2_000), 'usable');
  assert.equal(codeStanding({ ...sent, guesses: 5 }, 2_000), 'spent');
  assert.equal(codeStanding({ ...sent, guesses: 6 }, 20 * minute), 'spent');
});

test('each further code needs a longer wait, up to five minutes', () => {
  const delays = [1, 2, 3, 4, 9].map((sendNumber) => resendAllowedAt({ ...sent, sendNumber }) - sent.sentAt);
  assert.deepEqual(delays, [30_000, 2 * minute, 5 * minute, 5 * minute, 5 * minute]);
});

test('a number gets at most three codes an hour and five a day', () => {
  assert.deepEqual(codePolicy.sendLimits, [
    { windowMs: 60 * minute, max: 3 },
    { windowMs: 24 * 60 * minute, max: 5 },
  ]);
});

// rule: five-guesses
test('concurrent guesses count one by one, and a right code after the fifth is refused', () => {
  let callback = sampleCallback('pending');
  for (let guess = 0; guess < 5; guess += 1)
    callback = decided(callback, callbackEvents['wrong-code-entered']).callback;
  assert.deepEqual(advanceCallback(callback, callbackEvents['phone-proven'], rules), {
    refused: 'not-in-this-state',
    status: 'pending',
  });
});

test('an expired code proves nothing', () => {
  const late: CallbackEvent = { kind: 'phone-proven', at: 10 * 60_000 };
  assert.ok('refused' in advanceCallback(sampleCallback('pending'), late, rules));
});

test('a second click on resending the code comes too soon', () => {
  const { callback } = decided(sampleCallback('pending'), callbackEvents['code-requested']);
  assert.equal(callback.code.sendNumber, 2);
  assert.ok('refused' in advanceCallback(callback, callbackEvents['code-requested'], rules));
});

test('a new code moves the expiry, so that it keeps its full lifetime', () => {
  const { callback, arm } = decided(
    sampleCallback('pending', {
      code: { sendNumber: 1, sentAt: 0, guesses: 5, delivery: 'failed', withheld: false },
    }),
    callbackEvents['code-requested'],
  );
  assert.deepEqual(callback.code, {
    sendNumber: 2,
    sentAt: at,
    guesses: 0,
    delivery: 'sending',
    withheld: false,
  });
  const expiry = arm.find(({ effect }) => effect.kind === 'expire-request');
  assert.equal(expiry?.dueAt, at + rules.maxUnverifiedMs);
});

test('only the latest sending is recorded, and a reported failure stays', () => {
  const say = (
    callback: Callback,
    kind: 'code-text-accepted' | 'code-text-undelivered',
    sendNumber: number,
  ) => decided(callback, { kind, at, sendNumber, cause: 'number' }).callback;
  const pending = sampleCallback('pending');
  const sent = say(pending, 'code-text-accepted', 1);
  assert.equal(sent.code.delivery, 'sent');
  assert.equal(say(sent, 'code-text-accepted', 1), sent, 'a repeated report returns the same object');
  const lost = say(sent, 'code-text-undelivered', 1);
  assert.equal(lost.code.delivery, 'failed');
  assert.equal(say(lost, 'code-text-accepted', 1), lost);
  const again = decided(lost, callbackEvents['code-requested']).callback;
  assert.equal(say(again, 'code-text-undelivered', 1), again);
});

test('a code not sent through a fault of the platform is blocked, as its end tells', () => {
  const blocked = decided(sampleCallback('pending'), {
    kind: 'code-text-undelivered',
    at,
    sendNumber: 1,
    cause: 'service',
  }).callback;
  assert.equal(blocked.code.delivery, 'blocked');
  const late = { kind: 'code-text-accepted', at, sendNumber: 1 } as const;
  assert.equal(decided(blocked, late).callback, blocked, 'a late acceptance changes nothing');
  assert.equal(decided(blocked, callbackEvents['code-requested']).callback.code.delivery, 'sending');
  const expired = decided(blocked, callbackEvents['request-expired']).callback;
  assert.deepEqual([expired.status, expired.outcome], ['failed', 'code-blocked']);
});
