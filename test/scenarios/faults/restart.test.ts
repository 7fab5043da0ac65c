import assert from 'node:assert/strict';
import { test } from 'node:test';
import { talksAMinute } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';

// rule: crash-safe
test('a deployment during a conversation does not end it', async () => {
  await using harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 300_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'connected');
  await harness.deploy();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: crash-safe
test('a stopping process finishes its work and starts nothing new', async () => {
  await using harness = await openHarness({
    script: { placing: () => ({ fate: 'placed', answerAfter: 7_000, queued: 60_000 }) },
  });
  const first = await harness.proven();
  await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  const before = harness.clock.now();
  await harness.deploy();
  assert.ok(harness.clock.now() - before <= 10_000);
  assert.equal(harness.carrier.posts.length, 1);
  assert.equal((await harness.record(first.callbackId)).attempt?.post, 'answered');
  assert.equal((await harness.settled(first.callbackId)).outcome, 'talked');
});

// rule: crash-safe
test('timers that were due during a downtime fire after the restart', async () => {
  await using harness = await openHarness();
  const requested = await harness.request();
  assert.ok(requested.ok);
  await harness.kill();
  await harness.clock.advance(3_600_000);
  await harness.reopen();
  assert.equal((await harness.settled(requested.callback.callbackId)).outcome, 'not-verified');
});

// rule: crash-safe
test('the claims of a dead process are taken over within half a minute', async () => {
  let killed = false;
  await using harness = await openHarness({
    watch({ what, when }) {
      if (killed || what !== 'claim' || when !== 'after' || harness === undefined) return undefined;
      if (harness.rows(`select 1 from effects where owner is not null`).length === 0) return undefined;
      killed = true;
      return 'kill';
    },
  });
  await harness.request().catch(() => undefined);
  await harness.clock.advance(1);
  assert.equal(harness.isRunning(), false);
  await harness.reopen();
  const reopened = harness.clock.now();
  await harness.until(() => harness.carrier.texts.length === 1);
  assert.ok(harness.clock.now() - reopened <= 31_000);
});
