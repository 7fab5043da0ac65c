import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeCallTimeoutMs } from '../../../backend/adapters/twilio/client/client.ts';
import { defaultAttemptRules } from '../../../backend/domain/attempt/rules.ts';
import { drainMs, leaseMs } from '../../../backend/effects/runner.ts';

// rule: isolated-post
test('the POST timeout is shorter than drain, lease and search window, in this order', () => {
  const inOrder = [placeCallTimeoutMs, drainMs, leaseMs, defaultAttemptRules.noSidWindowMs];
  assert.deepEqual(
    [...new Set(inOrder)].sort((one, other) => one - other),
    inOrder,
  );
});
