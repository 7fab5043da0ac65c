import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStreamSeats } from './stream-seats.ts';

test('a request has a few seats, and one that is left is free again', () => {
  const seats = createStreamSeats({ perCallback: 2, perClient: 10, inAll: 10 });
  const first = seats.take('a', 'x');
  assert.ok(first && seats.take('a', 'x'));
  assert.equal(seats.take('a', 'x'), undefined);
  assert.ok(seats.take('b', 'x'));
  first();
  assert.ok(seats.take('a', 'x'));
});

test('all requests together have a limit', () => {
  const seats = createStreamSeats({ perCallback: 2, perClient: 10, inAll: 2 });
  const leave = seats.take('a', 'x');
  assert.ok(leave && seats.take('b', 'x'));
  assert.equal(seats.take('c', 'x'), undefined);
  leave();
  assert.ok(seats.take('c', 'x'));
});

test('leaving twice frees one seat', () => {
  const seats = createStreamSeats({ perCallback: 1, perClient: 10, inAll: 2 });
  const leave = seats.take('a', 'x');
  assert.ok(leave && seats.take('b', 'x'));
  leave();
  leave();
  assert.ok(seats.take('c', 'x'));
  assert.equal(seats.take('d', 'x'), undefined);
});

test('one client cannot take the seats of all', () => {
  const seats = createStreamSeats({ perCallback: 2, perClient: 2, inAll: 10 });
  const leave = seats.take('a', 'x');
  assert.ok(leave && seats.take('b', 'x'));
  assert.equal(seats.take('c', 'x'), undefined);
  assert.ok(seats.take('c', 'y'));
  leave();
  assert.ok(seats.take('c', 'x'));
});
