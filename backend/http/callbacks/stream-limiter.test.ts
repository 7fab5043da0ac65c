import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStreamLimiter } from './stream-limiter.ts';

test('a callback has a maximum of streams, and a released stream makes room', () => {
  const limiter = createStreamLimiter({ perCallback: 2, perClient: 10, total: 10 });
  const first = limiter.acquire('a', 'x');
  assert.ok(first && limiter.acquire('a', 'x'));
  assert.equal(limiter.acquire('a', 'x'), undefined);
  assert.ok(limiter.acquire('b', 'x'));
  first();
  assert.ok(limiter.acquire('a', 'x'));
});

test('the total number of streams of all callbacks is limited', () => {
  const limiter = createStreamLimiter({ perCallback: 2, perClient: 10, total: 2 });
  const release = limiter.acquire('a', 'x');
  assert.ok(release && limiter.acquire('b', 'x'));
  assert.equal(limiter.acquire('c', 'x'), undefined);
  release();
  assert.ok(limiter.acquire('c', 'x'));
});

test('releasing a stream twice makes room for one stream', () => {
  const limiter = createStreamLimiter({ perCallback: 1, perClient: 10, total: 2 });
  const release = limiter.acquire('a', 'x');
  assert.ok(release && limiter.acquire('b', 'x'));
  release();
  release();
  assert.ok(limiter.acquire('c', 'x'));
  assert.equal(limiter.acquire('d', 'x'), undefined);
});

test('one client cannot use up the streams of all clients', () => {
  const limiter = createStreamLimiter({ perCallback: 2, perClient: 2, total: 10 });
  const release = limiter.acquire('a', 'x');
  assert.ok(release && limiter.acquire('b', 'x'));
  assert.equal(limiter.acquire('c', 'x'), undefined);
  assert.ok(limiter.acquire('c', 'y'));
  release();
  assert.ok(limiter.acquire('c', 'x'));
});
