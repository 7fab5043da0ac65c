import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codePolicy, codeStanding, resendAllowedAt } from './code-policy.ts';
import type { CodeSend } from './state.ts';

const minute = 60_000;
const sent: CodeSend = { sendNumber: 1, sentAt: 1_000, guesses: 0, delivery: 'sent' };

test('a code is good for ten minutes and not a moment longer', () => {
  assert.equal(codeStanding(sent, 1_000), 'usable');
  assert.equal(codeStanding(sent, 1_000 + 10 * minute - 1), 'usable');
  assert.equal(codeStanding(sent, 1_000 + 10 * minute), 'expired');
});

test('a code is spent after five guesses, expired or not', () => {
  assert.equal(codeStanding({ ...sent, guesses: 4 }, 2_000), 'usable');
  assert.equal(codeStanding({ ...sent, guesses: 5 }, 2_000), 'spent');
  assert.equal(codeStanding({ ...sent, guesses: 6 }, 20 * minute), 'spent');
});

test('each further code must be waited for longer, up to five minutes', () => {
  const delays = [1, 2, 3, 4, 9].map((sendNumber) => resendAllowedAt({ ...sent, sendNumber }) - sent.sentAt);
  assert.deepEqual(delays, [30_000, 2 * minute, 5 * minute, 5 * minute, 5 * minute]);
});

test('a number gets three codes an hour and five a day at most', () => {
  assert.deepEqual(codePolicy.sendLimits, [
    { window: 60 * minute, max: 3 },
    { window: 24 * 60 * minute, max: 5 },
  ]);
});
