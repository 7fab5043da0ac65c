import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callbackEvents } from '../samples/callback-events.ts';
import { decided, sampleCallbackRules as rules, sampleCallback } from '../samples/sample-callback.ts';
import type { CallbackEvent } from './event.ts';
import type { Callback } from './state.ts';
import { advanceCallback } from './transition.ts';

test('guesses made at the same moment count one by one, and the right code comes too late after the fifth', () => {
  let callback = sampleCallback('pending');
  for (let guess = 0; guess < 5; guess += 1)
    callback = decided(callback, callbackEvents['wrong-code-entered']).callback;
  assert.deepEqual(advanceCallback(callback, callbackEvents['phone-proven'], rules), {
    refused: 'not-in-this-state',
    status: 'pending',
  });
});

test('the right code proves nothing once its validity has passed', () => {
  const late: CallbackEvent = { kind: 'phone-proven', at: 10 * 60_000 };
  assert.ok('refused' in advanceCallback(sampleCallback('pending'), late, rules));
});

test('a second click on sending the code again comes too soon', () => {
  const { callback } = decided(sampleCallback('pending'), callbackEvents['code-requested']);
  assert.equal(callback.code.sendNumber, 2);
  assert.ok('refused' in advanceCallback(callback, callbackEvents['code-requested'], rules));
});

test('a new code may be entered for its whole validity: the request does not expire under it', () => {
  const { callback, arm } = decided(
    sampleCallback('pending', { code: { sendNumber: 1, sentAt: 0, guesses: 5, delivery: 'failed' } }),
    callbackEvents['code-requested'],
  );
  assert.deepEqual(callback.code, { sendNumber: 2, sentAt: at, guesses: 0, delivery: 'sending' });
  const expiry = arm.find(({ effect }) => effect.kind === 'expire-request');
  assert.equal(expiry?.dueAt, at + rules.proofPatience);
});

test('only the latest code counts as sent, and one that was lost stays lost', () => {
  const say = (
    callback: Callback,
    kind: 'code-text-accepted' | 'code-text-undelivered',
    sendNumber: number,
  ) => decided(callback, { kind, at, sendNumber }).callback;
  const pending = sampleCallback('pending');
  const sent = say(pending, 'code-text-accepted', 1);
  assert.equal(sent.code.delivery, 'sent');
  assert.equal(say(sent, 'code-text-accepted', 1), sent, 'a repeat saves nothing');
  const lost = say(sent, 'code-text-undelivered', 1);
  assert.equal(lost.code.delivery, 'failed');
  assert.equal(say(lost, 'code-text-accepted', 1), lost);
  const again = decided(lost, callbackEvents['code-requested']).callback;
  assert.equal(say(again, 'code-text-undelivered', 1), again);
});
