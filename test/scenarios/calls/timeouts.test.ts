import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeCallTimeoutMs } from '../../../backend/adapters/twilio/client/client.ts';
import { defaultAttemptRules } from '../../../backend/domain/attempt/rules.ts';
import { drainMs, leaseMs } from '../../../backend/effects/run/runner.ts';
import { lastCloseMs } from '../../../backend/http/server/connections.ts';
import { stopTimeoutMs } from '../../../backend/stop-on-signal.ts';

// rule: isolated-post
test('the POST timeout is shorter than drain, lease and search window, in this order', () => {
  const inOrder = [placeCallTimeoutMs, drainMs, leaseMs, defaultAttemptRules.noSidWindowMs];
  assert.deepEqual(
    [...new Set(inOrder)].sort((one, other) => one - other),
    inOrder,
  );
});

test('a stopping process awaits its POST, closes and ends within ten seconds', () => {
  const inOrder = [placeCallTimeoutMs, drainMs, lastCloseMs, stopTimeoutMs, 10_000];
  assert.deepEqual(
    [...new Set(inOrder)].sort((one, other) => one - other),
    inOrder,
  );
});
