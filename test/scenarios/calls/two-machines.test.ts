import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takesTheCall, talksAMinute } from '../../support/carrier/carrier-script.ts';
import { isOver } from '../../support/carrier/fake-call.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

test('a proven callback becomes one call and ends as talked', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.status, callback.outcome, callback.notice], ['completed', 'talked', 'none']);
  assert.equal(harness.carrier.posts.length, 1);
  assert.equal(harness.carrier.texts.length, 1);
});

// rule: code-before-call
test('without the right code nothing is called', async () => {
  await using harness = await openHarness();
  const requested = await harness.request();
  assert.ok(requested.ok);
  await harness.clock.advance(3_600_000);
  assert.equal(harness.carrier.posts.length, 0);
  assert.equal((await harness.record(requested.callback.callbackId)).callback.outcome, 'not-verified');
});

// rule: connected-is-provisional
test('connected is provisional: a very short conversation ends as failed', async () => {
  await using harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 9_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'connected');
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.status, callback.outcome], ['failed', 'short-or-voicemail']);
});

// rule: attempt-keeps-line
test('an attempt outlives its cancelled callback and holds its line to the end', async () => {
  await using harness = await openHarness({
    script: { business: () => ({ ...takesTheCall, answers: 20_000 }) },
  });
  const { carrier } = harness;
  const first = await harness.proven();
  await harness.until(() => carrier.calls[0]?.business.status === 'ringing');
  carrier.script.asking = () => 'fails';
  await harness.cancel(first.callbackId);
  const second = await harness.proven();
  await harness.clock.advance(10_000);
  assert.equal((await harness.record(first.callbackId)).callback.status, 'cancelled');
  assert.equal(carrier.posts.length, 1);
  carrier.script.asking = () => 'answered';
  await harness.until(() => carrier.posts.length === 2);
  assert.ok(carrier.calls[0] !== undefined && isOver(carrier.calls[0].business));
  assert.equal((await harness.settled(second.callbackId)).outcome, 'talked');
});

// rule: attempt-keeps-line
test('a retry is refused during the last attempt and starts a new one afterwards', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ callback: { lastResortMs: 30_000 } })],
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 600_000 }) },
  });
  const { carrier } = harness;
  const { callbackId } = await harness.proven();
  await harness.until(() => carrier.calls[0]?.visitor?.status === 'in-progress');
  carrier.script.asking = () => 'fails';
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'failed');
  assert.deepEqual(await harness.retry(callbackId), { ok: false, reason: 'attempt-open' });
  carrier.script.asking = () => 'answered';
  carrier.script.visitor = () => ({ ...talksAMinute, hangsUpAfter: 11_000 });
  await harness.settled(callbackId);
  assert.equal((await harness.retry(callbackId)).ok, true);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.equal(new Set(carrier.posts.map(({ call }) => call.token)).size, 2);
});

// rule: final-status
test('a callback whose phone was never proven cannot be retried', async () => {
  await using harness = await openHarness({
    script: { text: () => ({ fate: 'refused', report: undefined, reportAfter: 0 }) },
  });
  const requested = await harness.request();
  assert.ok(requested.ok);
  const { callbackId } = requested.callback;
  assert.equal((await harness.settled(callbackId)).outcome, 'not-verified');
  const retried = await harness.retry(callbackId);
  assert.deepEqual(retried, { ok: false, reason: 'not-in-this-state', status: 'failed' });
});
