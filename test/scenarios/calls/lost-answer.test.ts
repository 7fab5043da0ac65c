import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CarrierScript,
  type PlacingFate,
  placedAtOnce,
  takesTheCall,
} from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const answerLost: Partial<CarrierScript> = {
  placing: () => ({ ...placedAtOnce, fate: 'answer-lost', answerAfter: 8_000 }),
};

/** Only the list of calls can show this call: it rings unanswered, and its reports are lost. */
const onlyListed: Partial<CarrierScript> = {
  ...answerLost,
  business: () => ({ ...takesTheCall, answers: 'never' }),
  report: () => [],
};

const neverArrived: Partial<CarrierScript> = {
  ...onlyListed,
  placing: () => ({ ...placedAtOnce, fate: 'lost', answerAfter: 8_000 }),
};

function call(harness: Harness) {
  return harness.carrier.callFromElsewhere('+12015550123', '+12015550100');
}

async function listedSid(harness: Harness, callbackId: string): Promise<string | undefined> {
  await harness.settled(callbackId);
  const { attempt } = await harness.record(callbackId);
  assert.equal(attempt?.business.sid, undefined, 'a listed call is only a guess');
  return attempt?.listed?.business.sid;
}

// rule: unanswered-post-searched
test('after a lost answer, the call is found by the token in its webhooks', async () => {
  await using harness = await openHarness({ script: { ...answerLost, listLag: 3_600_000 } });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: listed-is-a-guess
test('without webhooks, a call found in the list ends unknown, with a notice', async () => {
  await using harness = await openHarness({ script: onlyListed });
  const { callbackId } = await harness.proven();
  const { outcome, notice } = await harness.settled(callbackId);
  assert.deepEqual([outcome, notice], ['unknown-result', 'sent']);
  assert.equal(await listedSid(harness, callbackId), harness.carrier.calls[0]?.business.sid);
});

// rule: sole-match
test('a call that appears late in the list is still found', async () => {
  await using harness = await openHarness({ script: { ...onlyListed, listLag: 100_000 } });
  const { callbackId } = await harness.proven();
  assert.equal(await listedSid(harness, callbackId), harness.carrier.calls[0]?.business.sid);
});

// rule: unanswered-post-searched
test('of two matching calls neither is adopted', async () => {
  await using harness = await openHarness({ script: onlyListed });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls.length === 1);
  call(harness);
  assert.equal(await listedSid(harness, callbackId), undefined);
  assert.equal((await harness.settled(callbackId)).outcome, 'unknown-result');
});

// rule: sole-match
test('a call of another attempt is not adopted', async () => {
  const fates: PlacingFate['fate'][] = ['placed', 'lost'];
  await using harness = await openHarness({
    sites: [sampleSite({ site: { lines: 2 } })],
    script: {
      placing: () => ({ ...placedAtOnce, fate: fates.shift() ?? 'placed' }),
    },
  });
  const [first, second] = [await harness.proven(), await harness.proven()];
  await harness.settled(first.callbackId);
  const { attempt } = await harness.record(first.callbackId);
  assert.equal(attempt?.business.sid, harness.carrier.calls[0]?.business.sid);
  assert.equal(await listedSid(harness, second.callbackId), undefined);
});

// rule: sole-match
test('a call is found beside one of another attempt', async () => {
  const fates: PlacingFate['fate'][] = ['placed', 'answer-lost'];
  await using harness = await openHarness({
    sites: [sampleSite({ site: { lines: 2 } })],
    script: {
      ...onlyListed,
      placing: () => ({ ...placedAtOnce, fate: fates.shift() ?? 'placed' }),
    },
  });
  const [, second] = [await harness.proven(), await harness.proven()];
  assert.equal(await listedSid(harness, second.callbackId), harness.carrier.calls[1]?.business.sid);
});

// rule: sole-match
test('a call created well before the intent is not adopted', async () => {
  await using harness = await openHarness({ script: neverArrived });
  call(harness);
  await harness.clock.advance(15_000);
  const { callbackId } = await harness.proven();
  assert.equal(await listedSid(harness, callbackId), undefined);
});

// rule: sole-match
test('a call created long after the POST is not adopted', async () => {
  await using harness = await openHarness({ script: neverArrived });
  const { callbackId } = await harness.proven();
  await harness.clock.advance(60_000);
  call(harness);
  assert.equal(await listedSid(harness, callbackId), undefined);
});

// rule: unanswered-post-searched
test('without a SID for three minutes the outcome is unknown, with a notice', async () => {
  await using harness = await openHarness({ script: neverArrived });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  await harness.clock.advance(179_000);
  assert.equal((await harness.record(callbackId)).callback.status, 'calling');
  await harness.clock.advance(10_000);
  const { callback, attempt } = await harness.record(callbackId);
  assert.deepEqual([callback.status, callback.outcome], ['failed', 'unknown-result']);
  assert.equal(callback.notice, 'sent');
  assert.equal(attempt?.outcome, 'unknown-result');
});

// rule: extra-call-ended
test('a call that appears after its attempt was closed is ended at once', async () => {
  await using harness = await openHarness({
    script: {
      placing: () => ({ fate: 'answer-lost', answerAfter: 8_000, queued: 240_000 }),
      listLag: 3_600_000,
    },
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'unknown-result');
  const [late] = harness.carrier.calls;
  await harness.until(() => late?.business.status === 'initiated');
  await harness.clock.advance(1_000);
  assert.equal(late?.business.status, 'canceled');
});

// rule: sole-match
test('a second call of one attempt is ended, and the first continues', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.business.status === 'ringing');
  const [post] = harness.carrier.posts;
  assert.ok(post);
  void harness.carrier.voice.place(post.call);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  const [own, second] = harness.carrier.calls;
  assert.equal(second?.business.status, 'canceled');
  assert.equal(second?.visitor, undefined);
  assert.equal((await harness.record(callbackId)).attempt?.business.sid, own?.business.sid);
});
