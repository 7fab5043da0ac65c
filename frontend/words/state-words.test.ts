import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOutcomes, type CallbackState } from '../../contract/callback.ts';
import { stateWords } from './state-words.ts';

const state: CallbackState = {
  request_id: 'AAAAAAAAAAAAAAAAAAAAAA',
  reference: 'K7M-42QP',
  status: 'calling',
  step: null,
  outcome: null,
  message: 'The server has a sentence too.',
  version: 1,
  queue: null,
  code: null,
  phone: '+1 201 555 0145',
  business_number: '+1 201 555 0100',
  notice: 'none',
  now: '2030-01-07T14:00:00.000Z',
  created_at: '2030-01-07T14:00:00.000Z',
  updated_at: '2030-01-07T14:00:00.000Z',
};

function titleOf(changes: Partial<CallbackState>) {
  return stateWords({ ...state, ...changes }, 'The Bakery').title;
}

test('every step of a call has its own heading, and only one says connected', () => {
  const steps = ['calling-business', 'business-screening', 'calling-visitor'] as const;
  const titles = steps.map((step) => titleOf({ step }));
  assert.deepEqual(titles, ['Calling The Bakery', 'They picked up', 'Your phone is ringing']);
  assert.equal(titleOf({ status: 'connected', step: 'bridged' }), 'You are connected');
});

test('the queue position comes with a wait, except for the visitor who is next', () => {
  const wait = (position: number) =>
    stateWords(
      { ...state, status: 'verified', queue: { position, expected_wait_seconds: 240 } },
      'The Bakery',
    ).text;
  assert.equal(wait(3), 'You are number 3 in line. The wait is about 4 minutes.');
  assert.equal(wait(1), 'You are next in line. We call The Bakery as soon as a line is free.');
});

test('every outcome has words, and says whether the business was told', () => {
  for (const outcome of apiOutcomes) {
    const { title, text } = stateWords({ ...state, status: 'failed', outcome }, 'The Bakery');
    assert.ok(title !== '' && text !== '' && text !== state.message, outcome);
  }
  const told = (notice: CallbackState['notice']) =>
    stateWords({ ...state, status: 'failed', outcome: 'business-busy', notice }, 'The Bakery').notice;
  assert.match(told('sending'), /We are telling them/);
  assert.match(told('delayed'), /could not tell them yet, and keep trying/);
  assert.match(told('sent'), /They have your number and what it is about/);
  assert.match(told('failed'), /could not tell them/);
});

test('an outcome unknown to the page is shown in the server’s words', () => {
  const outcome = 'swallowed-by-a-whale' as CallbackState['outcome'];
  assert.equal(stateWords({ ...state, status: 'failed', outcome }, '').text, state.message);
});
