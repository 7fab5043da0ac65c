import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlacingFate, placedAtOnce } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';

function fates(...inOrder: PlacingFate['fate'][]) {
  return {
    placing: () => ({ ...placedAtOnce, fate: inOrder.shift() ?? 'throttled' }),
  };
}

// rule: unprocessed-post-retried
test('a throttled POST is retried by the same attempt with a renewed intent', async () => {
  await using harness = await openHarness({ script: fates('throttled', 'throttled', 'placed') });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  const { attempt } = await harness.record(callbackId);
  assert.deepEqual([attempt?.number, attempt?.intents], [1, 3]);
  assert.equal(new Set(harness.carrier.posts.map(({ call }) => call.token)).size, 1);
});

// rule: throttling-backs-off
test('a throttling carrier is asked five times, with growing and uneven delays', async () => {
  await using harness = await openHarness({ script: fates() });
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['carrier-refused', 'sent']);
  const times = harness.carrier.posts.map(({ at }) => at);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at) - placedAtOnce.answerAfter);
  assert.equal(times.length, 5);
  for (const [index, pause] of pauses.entries()) {
    const longest = 1_000 * 2 ** index;
    assert.ok(pause >= longest / 2 && pause <= longest, `pause ${index + 1} took ${pause} ms`);
  }
});

// rule: throttling-backs-off
test('two callbacks that are throttled together retry at different times', async () => {
  const pauses = await Promise.all(
    [1, 2].map(async (seed) => {
      await using harness = await openHarness({ seed, script: fates('throttled', 'placed') });
      const { callbackId } = await harness.proven();
      await harness.settled(callbackId);
      const [first, second] = harness.carrier.posts;
      return (second?.at ?? 0) - (first?.at ?? 0);
    }),
  );
  assert.notEqual(pauses[0], pauses[1]);
});

// rule: throttling-backs-off
test('a throttled attempt searches for no call and binds no foreign one', async () => {
  await using harness = await openHarness({
    script: fates('throttled', 'throttled', 'throttled', 'throttled'),
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  const foreign = harness.carrier.callFromElsewhere('+12015550123', '+12015550100');
  await harness.settled(callbackId);
  assert.equal((await harness.record(callbackId)).attempt?.business.sid, undefined);
  assert.equal(foreign.business.status, 'queued');
});

// rule: throttling-backs-off
test('a carrier refusal ends the attempt at once, with its reason and a notice', async () => {
  await using harness = await openHarness({ script: fates('refused') });
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  const { callback, attempt } = await harness.record(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['carrier-refused', 'sent']);
  assert.equal(attempt?.refusal?.code, '21211');
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: throttling-backs-off
test('a throttled callback that is cancelled is not retried', async () => {
  await using harness = await openHarness({ script: fates('throttled', 'placed') });
  const { callbackId } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).attempt?.post === 'unprocessed');
  await harness.cancel(callbackId);
  await harness.settled(callbackId);
  await harness.clock.advance(300_000);
  assert.equal(harness.carrier.posts.length, 1);
});
