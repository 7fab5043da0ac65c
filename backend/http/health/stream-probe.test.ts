import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';

test('the stream probe sends three events with pauses, to five readers at most', async (t) => {
  const { app, clock } = await openHttpSetup(t);
  const url = '/health/stream';
  const readers = Array.from({ length: 5 }, () => app.inject({ url }));
  await clock.advance(0);
  assert.equal((await app.inject({ url })).statusCode, 429);
  await clock.advance(200);
  await clock.advance(200);
  for (const reader of readers) {
    const { body } = await reader;
    assert.deepEqual(body.match(/data: \d/g), ['data: 1', 'data: 2', 'data: 3']);
  }
  const again = app.inject({ url });
  await clock.advance(0);
  await clock.advance(400);
  assert.equal((await again).statusCode, 200);
});
