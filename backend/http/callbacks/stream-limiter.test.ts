import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStreamLimiter } from './stream-limiter.ts';

test('a request has a few seats, and one that is left is free again', () => {
  const seats = createStreamLimiter({ perCallback: 2, perClient: 10, inAll: 10 });
  const first = seats.acquire('a', 'x');
  assert.ok(first && seats.acquire('a', 'x'));
  assert.equal(seats.acquire('a', 'x'), undefined);
  assert.ok(seats.acquire('b', 'x'));
  first();
  assert.ok(seats.acquire('a', 'x'));
});

test('all requests together have a limit', () => {
  const seats = createStreamLimiter({ perCallback: 2, perClient: 10, inAll: 2 });
  const leave = seats.acquire('a', 'x');
  assert.ok(leave && seats.acquire('b', 'x'));
  assert.equal(seats.acquire('c', 'x'), undefined);
  leave();
  assert.ok(seats.acquire('c', 'x'));
});

test('leaving twice frees one seat', () => {
  const seats = createStreamLimiter({ perCallback: 1, perClient: 10, inAll: 2 });
  const leave = seats.acquire('a', 'x');
  assert.ok(leave && seats.acquire('b', 'x'));
  leave();
  leave();
  assert.ok(seats.acquire('c', 'x'));
  assert.equal(seats.acquire('d', 'x'), undefined);
});

test('one client cannot take the seats of all', () => {
  const seats = createStreamLimiter({ perCallback: 2, perClient: 2, inAll: 10 });
  const leave = seats.acquire('a', 'x');
  assert.ok(leave && seats.acquire('b', 'x'));
  assert.equal(seats.acquire('c', 'x'), undefined);
  assert.ok(seats.acquire('c', 'y'));
  leave();
  assert.ok(seats.acquire('c', 'x'));
});
