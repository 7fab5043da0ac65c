import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameEachDay } from '../../../backend/domain/site/business-hours.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { setOptOut } from '../../../backend/usecases/opt-outs.ts';
import {
  type PlacingFate,
  placedAtOnce,
  takesTheCall,
  talksAMinute,
} from '../../support/carrier/carrier-script.ts';
import { isOver } from '../../support/carrier/fake-call.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

// rule: own-line-only
test('as many calls run at once as the business has lines', async () => {
  let most = 0;
  await using harness = await openHarness({ sites: [sampleSite({ site: { lines: 2 } })] });
  const requests = [];
  for (let count = 0; count < 5; count += 1) requests.push(await harness.proven());
  await harness.until(async () => {
    most = Math.max(most, harness.carrier.calls.filter(({ business }) => !isOver(business)).length);
    return harness.carrier.calls.length === 5 && harness.carrier.calls.every((call) => isOver(call.business));
  });
  for (const { callbackId } of requests) assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.equal(most, 2);
});

// rule: order-of-proof
test('callbacks are called in the order of their proofs', async () => {
  await using harness = await openHarness();
  const proven = [];
  for (let count = 0; count < 4; count += 1) proven.push(await harness.proven());
  for (const { callbackId } of proven) await harness.settled(callbackId);
  assert.deepEqual(
    harness.carrier.posts.map(({ call }) => call.reason),
    proven.map(({ reference }) => reference),
  );
});

// rule: order-of-proof
test('the next callback is called as soon as the line is free', async () => {
  await using harness = await openHarness();
  await harness.proven();
  await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 2);
  const [first] = harness.carrier.calls;
  assert.ok(first !== undefined && isOver(first.business));
  const freedAt = first.createdAt + placedAtOnce.queued + 300 + 4_000 + 3_000 + 300 + 5_000 + 60_000;
  assert.ok((harness.carrier.posts[1]?.at ?? 0) - freedAt < 1_000);
});

/** Less than the interval in which waiting callbacks look for a line themselves. */
const promptMs = 1_000;

// rule: order-of-proof
test('when the first in the queue ends without a call, the next one is called at once', async () => {
  let optsOutWhenDue: string | undefined;
  let harness: Harness | undefined;
  const wrapStore = (store: Store): Store => ({
    ...store,
    async commit(change) {
      const { visitor, callbackId } = change.callback.after;
      const [talk] = harness?.carrier.calls ?? [];
      const isDue = callbackId === optsOutWhenDue && change.attempt !== undefined;
      if (isDue && harness !== undefined && talk !== undefined && isOver(talk.business))
        await setOptOut(harness.process().ports, visitor.phone, true, harness.clock.now());
      return store.commit(change);
    },
  });
  harness = await openHarness({ wrapStore });
  await using opened = harness;
  await opened.proven();
  const second = await opened.proven();
  optsOutWhenDue = second.callbackId;
  const third = await opened.proven();
  await opened.until(() => opened.carrier.posts.length === 2);
  const { callback } = await opened.record(second.callbackId);
  assert.equal(callback.outcome, 'opted-out');
  assert.ok((opened.carrier.posts[1]?.at ?? 0) - (callback.endedAt ?? 0) < promptMs);
  assert.equal((await opened.settled(third.callbackId)).outcome, 'talked');
});

// rule: own-line-only
test('a POST without an answer costs its own line and no other', async () => {
  const fates: PlacingFate['fate'][] = ['lost'];
  await using harness = await openHarness({
    sites: [sampleSite({ site: { lines: 10 } })],
    script: { placing: () => ({ ...placedAtOnce, fate: fates.shift() ?? 'placed', answerAfter: 8_000 }) },
  });
  const proven = [];
  for (let count = 0; count < 30; count += 1) proven.push(await harness.proven());
  for (const { callbackId } of proven.slice(1)) {
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  }
  const [lost, ...others] = harness.carrier.posts;
  const inWindow = others.filter(({ at }) => at < (lost?.at ?? 0) + 170_000);
  assert.ok(inWindow.length >= 18, `${inWindow.length} calls were made beside the lost one`);
});

// rule: own-line-only
test('free lines are all used at once, although no POST is answered yet', async () => {
  const one = sampleSite({ site: { id: 'one', lines: 3 } });
  const other = sampleSite({ site: { id: 'other', lines: 3 } });
  await using harness = await openHarness({
    sites: [one, other],
    script: { placing: () => ({ ...placedAtOnce, answerAfter: 8_000, queued: 10_000 }) },
  });
  for (const siteId of ['one', 'other', 'one', 'other']) await harness.proven({ siteId });
  await harness.until(() => harness.carrier.posts.length === 3);
  const times = harness.carrier.posts.map(({ at }) => at);
  assert.ok(Math.max(...times) - Math.min(...times) < 8_000 * 2, `${times}`);
  await harness.clock.advance(10_000);
  assert.equal(harness.carrier.posts.length, 3, 'the number has three lines, whichever site calls it');
});

// rule: attempt-keeps-line
test('a call that is never found holds its line for three minutes', async () => {
  const fates: PlacingFate['fate'][] = ['lost', 'placed'];
  await using harness = await openHarness({
    script: { placing: () => ({ ...placedAtOnce, fate: fates.shift() ?? 'lost' }) },
  });
  await harness.proven();
  const second = await harness.proven();
  await harness.settled(second.callbackId);
  const [lost, next] = harness.carrier.posts;
  const held = (next?.at ?? 0) - (lost?.at ?? 0);
  assert.ok(held >= 180_000 && held < 195_000, `the line was held for ${held} ms`);
});

// rule: order-of-proof
test('a callback that waits longer than maxWait fails, and the business gets a notice', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ callback: { maxWaitMs: 60_000 } })],
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 300_000 }) },
  });
  await harness.proven();
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['waited-too-long', 'sent']);
  await harness.clock.advance(600_000);
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: order-of-proof
test('a cancelled callback in the queue does not delay the next ones', async () => {
  await using harness = await openHarness({
    script: { business: () => ({ ...takesTheCall, answers: 15_000 }) },
  });
  await harness.proven();
  const second = await harness.proven();
  const third = await harness.proven();
  await harness.cancel(second.callbackId);
  assert.equal((await harness.settled(third.callbackId)).outcome, 'talked');
  assert.equal(harness.carrier.posts.length, 2);
});

const openUntilNoon = sameEachDay({ start: 540, end: 720, zone: 'America/New_York', weekdaysOnly: false });

// rule: checks-before-dialling
test('after closing time a waiting callback becomes a notice instead of a call', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ site: { hours: openUntilNoon }, callback: { maxWaitMs: 3 * 3_600_000 } })],
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 1_200_000 }) },
  });
  await harness.clock.advance(6_600_000);
  await harness.proven();
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['after-hours-notified', 'sent']);
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: checks-before-dialling
test('a visitor who sends STOP while waiting is not called, and no notice is sent', async () => {
  await using harness = await openHarness();
  await harness.proven();
  const { callbackId, visitor } = await harness.proven();
  await harness.clock.advance(1_000);
  const texts = harness.carrier.texts.length;
  await harness.hearText({
    kind: 'inbound',
    from: visitor.phone,
    to: '+12015550100',
    body: 'STOP',
    optOut: 'stop',
  });
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.status, callback.notice], ['cancelled', 'none']);
  await harness.clock.advance(600_000);
  assert.equal(harness.carrier.posts.length, 1);
  assert.equal(harness.carrier.texts.length, texts);
});

// rule: checks-before-dialling
test('opt-outs are checked again before dialling', async () => {
  await using harness = await openHarness();
  await harness.proven();
  const { callbackId, visitor } = await harness.proven();
  await setOptOut(harness.process().ports, visitor.phone, true, harness.clock.now());
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.status, callback.outcome, callback.notice], ['failed', 'opted-out', 'none']);
  assert.equal(harness.carrier.posts.length, 1);
});
