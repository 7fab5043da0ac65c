import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOutcomes, type CallbackState } from '../../contract/callback.ts';
import { wordsIn } from '../../languages/catalogue.ts';
import { sampleState } from '../../test/support/domain/sample-state.ts';
import { useFollowWords, useRareWords, useWords } from './page.ts';
import { stateWords } from './state-words.ts';

useWords('en', wordsIn('en').page);
useFollowWords(wordsIn('en').follow);
useRareWords(wordsIn('en').rare);

function titleOf(changes: Partial<CallbackState>) {
  return stateWords({ ...sampleState, ...changes }).title;
}

test('every step of a call has its own heading, and only one says connected', () => {
  const steps = ['calling-business', 'business-screening', 'calling-visitor'] as const;
  const titles = steps.map((step) => titleOf({ step }));
  assert.deepEqual(titles, ['Calling our team', 'One of us has picked up', 'Your phone is ringing']);
  assert.equal(titleOf({ status: 'connected', step: 'bridged' }), 'You are connected');
});

test('the queue position comes with a wait, except for the visitor who is next', () => {
  const wait = (position: number) =>
    stateWords({ ...sampleState, status: 'verified', queue: { position, expected_wait_seconds: 240 } }).text;
  assert.equal(wait(3), 'You are number 3 in line. The wait is about 4 minutes.');
  assert.equal(
    wait(1),
    'You are next in line. Keep your phone close: it rings as soon as one of us is free.',
  );
});

test('every outcome has words, and says whether the business was told', () => {
  for (const outcome of apiOutcomes) {
    const { title, text } = stateWords({ ...sampleState, status: 'failed', outcome });
    assert.ok(title !== '' && text !== '' && text !== sampleState.message, outcome);
  }
  const told = (notice: CallbackState['notice']) =>
    stateWords({ ...sampleState, status: 'failed', outcome: 'business-busy', notice }).notice;
  assert.match(told('sending'), /passing on your details/);
  assert.match(told('delayed'), /haven’t reached our team yet. We keep trying/);
  assert.match(told('sent'), /We have your details/);
  assert.match(told('failed'), /didn’t reach our team/);
});

test('an outcome unknown to the page is shown in the server’s words', () => {
  const outcome = 'swallowed-by-a-whale' as CallbackState['outcome'];
  assert.equal(stateWords({ ...sampleState, status: 'failed', outcome }).text, sampleState.message);
});

test('a visitor who hangs up reads so, and not that no call is made', () => {
  const cancelled = { ...sampleState, status: 'cancelled', outcome: 'cancelled-by-visitor' } as const;
  assert.equal(stateWords(cancelled, { wasConnected: true }).text, 'You hung up.');
  assert.doesNotMatch(stateWords(cancelled).text, /not call|won’t/);
});

test('only the ending of a closed business repeats when it opens', () => {
  const ended = (outcome: CallbackState['outcome']) =>
    stateWords({ ...sampleState, status: 'failed', outcome }, { opening: 'We open Monday 9:00 AM.' }).text;
  assert.match(ended('after-hours-notified'), /We open Monday 9:00 AM\.$/);
  assert.doesNotMatch(ended('business-busy'), /We open/);
});

test('every state speaks as the business, and none judges the visitor', () => {
  for (const outcome of apiOutcomes) {
    const { title, text } = stateWords({ ...sampleState, status: 'failed', outcome });
    assert.doesNotMatch(`${title} ${text}`, /\b(?:they|them|their|declined|the business)\b/i, outcome);
  }
});
