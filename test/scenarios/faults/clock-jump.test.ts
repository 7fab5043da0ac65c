import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CarrierScript,
  type PlacingFate,
  placedAtOnce,
  talksAMinute,
} from '../../support/carrier/carrier-script.ts';
import { isOver } from '../../support/carrier/fake-call.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const minute = 60_000;
const forwardAndBack = [
  ['forward 15 minutes', 15 * minute],
  ['back 15 minutes', -15 * minute],
  ['forward a day', 24 * 60 * minute],
] as const;

/** A limit for calls that a jump of 15 minutes exceeds. */
const shortCalls = sampleSite({ attempt: { longestCallMs: 12 * minute } });

function talks(ms: number): Partial<CarrierScript> {
  return { visitor: () => ({ ...talksAMinute, hangsUpAfter: ms }) };
}

function inOrder(...fates: PlacingFate['fate'][]): Partial<CarrierScript> {
  return { placing: () => ({ ...placedAtOnce, fate: fates.shift() ?? 'placed' }) };
}

async function connected(harness: Harness, callbackId: string): Promise<void> {
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'connected');
}

for (const [what, jumpMs] of forwardAndBack) {
  // rule: clock-jump
  test(`a clock set ${what} during a talk neither ends it nor frees its line`, async () => {
    let asked = 0;
    await using harness = await openHarness({
      sites: [shortCalls],
      script: talks(6 * minute),
      wrapVoice: (voice) => ({
        ...voice,
        fetch(sid) {
          asked += 1;
          return voice.fetch(sid);
        },
      }),
    });
    const first = await harness.proven();
    await connected(harness, first.callbackId);
    const second = await harness.proven();
    asked = 0;
    harness.clock.jump(jumpMs);
    await harness.clock.advance(31_000);
    assert.ok(asked > 0, 'the carrier was not asked');
    assert.equal((await harness.record(first.callbackId)).callback.status, 'connected');
    assert.equal((await harness.settled(first.callbackId)).outcome, 'talked');
    assert.equal((await harness.settled(second.callbackId)).outcome, 'talked');
    const [call, next] = harness.carrier.calls;
    assert.ok(call !== undefined && next !== undefined && isOver(call.business));
    assert.ok((call.endedAt ?? 0) <= next.createdAt, 'two calls at once on one line');
  });

  // rule: clock-jump
  test(`with a clock set ${what}, a lost POST holds its line for three minutes`, async () => {
    await using harness = await openHarness({ script: inOrder('lost') });
    await harness.proven();
    const sentAt = harness.clock.monotonic();
    const { callbackId } = await harness.proven();
    await harness.until(() => harness.carrier.posts.length === 1);
    await harness.clock.advance(10_000);
    harness.clock.jump(jumpMs);
    await harness.until(() => harness.carrier.posts.length === 2);
    const heldMs = harness.clock.monotonic() - sentAt;
    assert.ok(heldMs >= 178_000 && heldMs < 225_000, `the line was held for ${heldMs} ms`);
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  });

  // rule: clock-jump
  test(`with a clock set ${what}, a callback waits for its line as long as MAX_WAIT`, async () => {
    await using harness = await openHarness({ script: talks(30 * minute) });
    const first = await harness.proven();
    await connected(harness, first.callbackId);
    const { callbackId } = await harness.proven();
    const provenAt = harness.clock.monotonic();
    await harness.clock.advance(minute);
    harness.clock.jump(jumpMs);
    assert.equal((await harness.settled(callbackId)).outcome, 'waited-too-long');
    const waitedMs = harness.clock.monotonic() - provenAt;
    assert.ok(Math.abs(waitedMs - 10 * minute) < 5_000, `it waited for ${waitedMs} ms`);
  });

  // rule: clock-jump
  test(`with a clock set ${what}, a throttled POST is repeated in seconds`, async () => {
    await using harness = await openHarness({ script: inOrder('throttled', 'throttled') });
    const { callbackId } = await harness.proven();
    const provenAt = harness.clock.monotonic();
    await harness.until(async () => (await harness.record(callbackId)).attempt?.post === 'unprocessed');
    harness.clock.jump(jumpMs);
    await harness.until(() => harness.carrier.posts.length === 3);
    assert.ok(harness.clock.monotonic() - provenAt < 35_000);
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  });

  // rule: clock-jump
  test(`with a clock set ${what}, waiting callbacks keep their order`, async () => {
    await using harness = await openHarness({ script: talks(2 * minute) });
    const first = await harness.proven();
    await connected(harness, first.callbackId);
    const second = await harness.proven();
    harness.clock.jump(jumpMs);
    const third = await harness.proven();
    await harness.settled(third.callbackId);
    assert.deepEqual(
      harness.carrier.posts.map(({ call }) => call.reason),
      [first, second, third].map(({ reference }) => reference),
    );
  });

  // rule: clock-jump
  test(`with a clock set ${what}, a code stays valid for its ten minutes`, async () => {
    await using harness = await openHarness();
    const requested = await harness.request();
    assert.ok(requested.ok);
    const { callbackId } = requested.callback;
    await harness.clock.advance(5_000);
    harness.clock.jump(jumpMs);
    await harness.clock.advance(9 * minute);
    assert.equal((await harness.prove(callbackId)).ok, true);
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  });
}

// rule: clock-jump
test('a clock that is set is reported once, with what to do', async () => {
  await using harness = await openHarness();
  await harness.clock.advance(minute);
  harness.clock.jump(-15 * minute);
  await harness.clock.advance(10 * minute);
  const lines = harness.log.filter(({ message }) => message.startsWith('clock of this machine was set'));
  assert.deepEqual(
    lines.map(({ level, fields }) => [level, fields.by_seconds]),
    [['warn', -900]],
  );
  assert.match(String(lines[0]?.fields.fix), /NTP/);
});

// rule: clock-jump
test('a clock set back while no process runs prolongs no claim of the former one', async () => {
  let killed = false;
  await using harness = await openHarness({
    watch({ what, when }) {
      if (killed || what !== 'claim' || when !== 'after' || harness === undefined) return undefined;
      if (harness.rows('select 1 from effects where owner is not null').length === 0) return undefined;
      killed = true;
      return 'kill';
    },
  });
  await harness.request().catch(() => undefined);
  await harness.clock.advance(1);
  assert.equal(harness.isRunning(), false);
  harness.clock.jump(-15 * minute);
  await harness.reopen();
  const reopenedAt = harness.clock.monotonic();
  await harness.until(() => harness.carrier.texts.length === 1);
  assert.ok(harness.clock.monotonic() - reopenedAt <= 31_000);
});

// rule: clock-jump
test('a clock set back while no process runs does not prolong a held line', async () => {
  await using harness = await openHarness({ script: inOrder('lost') });
  await harness.proven();
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  await harness.clock.advance(10_000);
  await harness.kill();
  harness.clock.jump(-15 * minute);
  await harness.reopen();
  const reopenedAt = harness.clock.monotonic();
  await harness.until(() => harness.carrier.posts.length === 2);
  assert.ok(harness.clock.monotonic() - reopenedAt < 200_000);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: clock-jump
test('a store that cannot be written keeps the clock steady until it can', async () => {
  let broken = false;
  await using harness = await openHarness({
    script: talks(4 * minute),
    sites: [shortCalls],
    wrapStore: (store) => ({
      ...store,
      moveTimes: (...moved) =>
        broken ? Promise.reject(new Error('the disk is full')) : store.moveTimes(...moved),
    }),
  });
  const { callbackId } = await harness.proven();
  await connected(harness, callbackId);
  broken = true;
  harness.clock.jump(20 * minute);
  await harness.clock.advance(2 * minute);
  assert.equal((await harness.record(callbackId)).callback.status, 'connected');
  broken = false;
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});
