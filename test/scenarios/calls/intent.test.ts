import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoiceCarrier } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { type PlacingFate, placedAtOnce } from '../../support/carrier/carrier-script.ts';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';

function fated(fate: PlacingFate['fate'], answerAfter = 200) {
  return {
    placing: () => ({ ...placedAtOnce, fate, answerAfter }),
  };
}

// rule: intent-before-post
test('before the POST the intent is committed and its effect removed', async () => {
  const seen: unknown[] = [];
  let harness: Harness | undefined;
  const wrapVoice = (voice: VoiceCarrier): VoiceCarrier => ({
    ...voice,
    place(call) {
      seen.push(
        harness?.rows('select request_status, phase, token from callbacks join attempts using (request_id)'),
        harness?.rows(`select kind from effects where kind = 'place-call'`),
      );
      return voice.place(call);
    },
  });
  harness = await openHarness({ wrapVoice });
  await using opened = harness;
  await opened.proven();
  await opened.until(() => opened.carrier.calls.length === 1);
  const token = opened.carrier.posts[0]?.call.token;
  assert.deepEqual(seen, [[{ request_status: 'calling', phase: 'intended', token }], []]);
});

for (const fate of ['answer-lost', 'lost'] as const) {
  // rule: no-blind-repeat
  test(`an unanswered POST (${fate}) is never repeated`, async () => {
    await using harness = await openHarness({ script: fated(fate, 8_000) });
    const { callbackId } = await harness.proven();
    await harness.settled(callbackId);
    await harness.clock.advance(3_600_000);
    assert.equal(harness.carrier.posts.length, 1);
  });
}

// rule: no-blind-repeat
test('an answer that takes longer than the lease causes no second POST', async () => {
  await using harness = await openHarness({
    script: {
      placing: () => ({ fate: 'placed', answerAfter: 120_000, queued: 100_000 }),
      report: () => [],
      listLag: 3_600_000,
    },
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.equal(harness.carrier.posts.length, 1);
});

/** A store whose first commit of an intent is slow. */
function slowIntent(pass: () => Promise<void>) {
  let slow = true;
  return (store: Store): Store => ({
    ...store,
    async commit(change) {
      const committed = await store.commit(change);
      if (slow && change.attempt !== undefined && change.attempt.before === undefined) {
        slow = false;
        await pass();
      }
      return committed;
    },
  });
}

// rule: intent-before-post
test('an intent older than three seconds is renewed before the POST', async () => {
  let harness: Harness | undefined;
  const wait = (ms: number) => new Promise<void>((resolve) => void harness?.clock.after(ms, resolve));
  harness = await openHarness({ wrapStore: slowIntent(() => wait(3_000)) });
  await using opened = harness;
  const { callbackId } = await opened.proven();
  await opened.until(async () => (await opened.record(callbackId)).attempt?.post === 'unprocessed');
  assert.equal(opened.carrier.posts.length, 0);
  await opened.settled(callbackId);
  assert.equal(opened.carrier.posts.length, 1);
  assert.equal((await opened.record(callbackId)).attempt?.intents, 2);
});

// rule: no-blind-repeat
test('the age of an intent does not depend on the wall clock', async () => {
  let harness: Harness | undefined;
  const wrapStore = slowIntent(async () => harness?.clock.jump(3_600_000));
  harness = await openHarness({ wrapStore });
  await using opened = harness;
  const { callbackId } = await opened.proven();
  await opened.until(() => opened.carrier.posts.length === 1);
  assert.equal((await opened.record(callbackId)).attempt?.intents, 1);
});

// rule: intent-before-post
test('after a crash, the next process never sends the POST of another’s intent', async () => {
  const beforePost = ({ what, when }: Crossing) =>
    what === 'place' && when === 'before' ? 'kill' : undefined;
  await using harness = await openHarness({ watch: beforePost });
  const { callbackId } = await harness.proven();
  await harness.clock.advance(1_000);
  assert.equal(harness.isRunning(), false);
  await harness.reopen();
  const callback = await harness.settled(callbackId);
  assert.equal(harness.carrier.posts.length, 0);
  assert.deepEqual([callback.outcome, callback.notice], ['unknown-result', 'sent']);
});

// rule: no-blind-repeat
test('without a durable intent no call is made', async () => {
  let broken = true;
  const wrapStore = (store: Store): Store => ({
    ...store,
    commit: (change) =>
      broken && change.attempt !== undefined
        ? Promise.reject(Object.assign(new Error('disk full'), { code: 'store-unavailable' }))
        : store.commit(change),
  });
  await using harness = await openHarness({ wrapStore });
  const { callbackId } = await harness.proven();
  await harness.clock.advance(10_000);
  assert.equal(harness.carrier.posts.length, 0);
  broken = false;
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});
