import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify, conflictOf, type FaultClass, storeUnavailable } from './faults.ts';

function fault(code: string, message = 'it failed', more = {}): Error {
  return Object.assign(new Error(message), { code, ...more });
}

const classes: readonly (readonly [Error, FaultClass])[] = [
  [fault('ECONNREFUSED'), 'lost'],
  [fault('ECONNRESET'), 'lost'],
  [new Error('Connection terminated unexpectedly'), 'lost'],
  [new Error('timeout exceeded when trying to connect'), 'lost'],
  [new Error('Query read timeout'), 'lost'],
  [fault('57P01'), 'lost'],
  [fault('57P03'), 'lost'],
  [fault('08006'), 'lost'],
  [fault('25P03'), 'lost'],
  [fault('25006'), 'lost'],
  [fault('40001'), 'undone'],
  [fault('40P01'), 'undone'],
  [fault('55000'), 'refuse'],
  [fault('55P03'), 'refuse'],
  [fault('57014'), 'refuse'],
  [fault('53100'), 'refuse'],
  [fault('53300'), 'refuse'],
  [fault('28P01'), 'refuse'],
  [fault('3D000'), 'refuse'],
  [fault('XX001'), 'refuse'],
  [fault('23505'), 'statement'],
  [fault('P0001'), 'statement'],
  [new TypeError('x is undefined'), 'statement'],
];

for (const [error, expected] of classes) {
  const { code } = error as { code?: string };
  test(`the error ${code ?? error.message} is classified as ${expected}`, () => {
    assert.equal(classify(error), expected);
  });
}

test('a fault says what to do, and keeps its cause', () => {
  const cause = fault('53300', 'sorry, too many clients already');
  const unavailable = storeUnavailable(cause);
  assert.equal(unavailable.code, 'store-unavailable');
  assert.match(unavailable.advice, /DATABASE_POOL/);
  assert.equal(unavailable.cause, cause);
  assert.equal(storeUnavailable(unavailable), unavailable);
});

test('a violated unique index means its conflict; another index is a defect', () => {
  const violated = (constraint: string) => conflictOf(fault('23505', 'duplicate key', { constraint }));
  assert.equal(violated('callbacks_one_live_per_number'), 'live-request');
  assert.equal(violated('attempts_call_sid_once'), 'sid-taken');
  assert.equal(violated('attempts_token_once'), undefined);
  assert.equal(conflictOf(fault('23503', 'foreign key', { constraint: 'attempts_key' })), undefined);
});
