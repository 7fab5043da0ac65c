import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStreamSeats } from './stream-seats.ts';

test('a request has a few seats, and one that is left is free again', () => {
  const seats = createStreamSeats({ perCallback: 2, inAll: 10 });
  const first = seats.take('a');
  assert.ok(first && seats.take('a'));
  assert.equal(seats.take('a'), undefined);
  assert.ok(seats.take('b'));
  first();
  assert.ok(seats.take('a'));
});

test('all requests together have a limit', () => {
  const seats = createStreamSeats({ perCallback: 2, inAll: 2 });
  const leave = seats.take('a');
  assert.ok(leave && seats.take('b'));
  assert.equal(seats.take('c'), undefined);
  leave();
  assert.ok(seats.take('c'));
});

test('leaving twice frees one seat', () => {
  const seats = createStreamSeats({ perCallback: 1, inAll: 2 });
  const leave = seats.take('a');
  assert.ok(leave && seats.take('b'));
  leave();
  leave();
  assert.ok(seats.take('c'));
  assert.equal(seats.take('d'), undefined);
});
