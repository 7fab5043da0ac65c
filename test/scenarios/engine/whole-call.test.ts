import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHarness } from '../../support/engine-harness.ts';

test('a proven request becomes one call, and ends as talked', async () => {
  await using harness = await openHarness();
  const { requestId } = await harness.proven();
  const callback = await harness.settled(requestId);
  assert.deepEqual([callback.status, callback.outcome, callback.notice], ['completed', 'talked', 'none']);
  assert.equal(harness.carrier.posts.length, 1);
  assert.equal(harness.carrier.texts.length, 1);
});
