import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placedAtOnce, takesTheCall, talksAMinute } from '../../support/carrier/carrier-script.ts';
import { type FakeCall, isOver } from '../../support/carrier/fake-call.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';

const slow = { business: () => ({ ...takesTheCall, pressesAfter: 6_000 }) };

/** Cancels; returns the state right after and a little later. */
async function cancelNow(harness: Harness, callbackId: string) {
  assert.equal((await harness.cancel(callbackId)).ok, true);
  const { callback } = await harness.record(callbackId);
  await harness.clock.advance(15_000);
  await harness.settled(callbackId);
  const { attempt } = await harness.record(callbackId);
  return { status: callback.status, outcome: callback.outcome, attempt: attempt?.outcome };
}

const cancelled = { status: 'cancelled', outcome: 'cancelled-by-visitor', attempt: 'called-off' };

function noticesTo(harness: Harness): number {
  return harness.carrier.texts.filter(({ to }) => to === '+12015550124').length;
}

const moments: [string, (call: FakeCall) => boolean][] = [
  ['while the call waits at the carrier', ({ business }) => business.status === 'queued'],
  ['while the business’s phone rings', ({ business }) => business.status === 'ringing'],
  ['while the business is asked', ({ business }) => business.status === 'in-progress'],
  ['while the visitor’s phone rings', ({ visitor }) => visitor?.status === 'ringing'],
  ['while both talk', ({ visitor }) => visitor?.status === 'in-progress'],
];

for (const [moment, isThen] of moments) {
  // rule: cancel-hangs-up
  test(`cancelling ${moment} ends the callback at once and hangs up`, async () => {
    await using harness = await openHarness({ script: slow });
    const { callbackId } = await harness.proven();
    await harness.until(() => harness.carrier.calls[0] !== undefined && isThen(harness.carrier.calls[0]));
    const rang = harness.carrier.calls[0]?.visitor !== undefined;
    assert.deepEqual(await cancelNow(harness, callbackId), cancelled);
    const [call] = harness.carrier.calls;
    assert.ok(call !== undefined && isOver(call.business));
    assert.equal(call.visitor === undefined || isOver(call.visitor), true);
    assert.equal(call.visitor !== undefined, rang, 'a cancelled visitor was rung');
    assert.equal(noticesTo(harness), 0);
  });
}

// rule: cancel-ends-call
test('cancelling before the answer to the POST ends the call once its SID is known', async () => {
  await using harness = await openHarness({
    script: { placing: () => ({ ...placedAtOnce, answerAfter: 5_000, queued: 30_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls.length === 1);
  await harness.cancel(callbackId);
  await harness.clock.advance(1_000);
  assert.equal(harness.carrier.calls[0]?.business.status, 'queued');
  await harness.clock.advance(5_000);
  assert.equal(harness.carrier.calls[0]?.business.status, 'canceled');
  assert.equal((await harness.settled(callbackId)).status, 'cancelled');
});

// rule: cancel-hangs-up
test('cancelling after a lost answer ends the call at its first webhook', async () => {
  await using harness = await openHarness({
    script: {
      placing: () => ({ fate: 'answer-lost', answerAfter: 8_000, queued: 100_000 }),
      listLag: 3_600_000,
    },
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls.length === 1);
  await harness.cancel(callbackId);
  const [call] = harness.carrier.calls;
  await harness.until(() => call?.business.status === 'initiated');
  await harness.clock.advance(2_000);
  assert.equal(call?.business.status, 'canceled');
});

// rule: cancel-hangs-up
test('cancelling a callback that waits for a line leaves nothing to dial', async () => {
  await using harness = await openHarness();
  const first = await harness.proven();
  const { callbackId } = await harness.proven();
  await harness.cancel(callbackId);
  await harness.settled(first.callbackId);
  await harness.clock.advance(600_000);
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: cancel-hangs-up
test('hanging up is retried until it succeeds', async () => {
  await using harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 600_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  harness.carrier.script.asking = (what) => (what === 'end' ? 'fails' : 'answered');
  await harness.cancel(callbackId);
  await harness.clock.advance(4_000);
  harness.carrier.script.asking = () => 'answered';
  await harness.clock.advance(20_000);
  assert.equal(harness.carrier.calls[0]?.business.status, 'completed');
});

test('a cancellation by the operator ends the callback and names the operator', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  await harness.cancel(callbackId, 'operator');
  assert.equal((await harness.settled(callbackId)).outcome, 'cancelled-by-operator');
});

// rule: cancel-hangs-up
test('an ended callback cannot be cancelled, and a second cancel changes nothing', async () => {
  await using harness = await openHarness();
  const talked = await harness.proven();
  await harness.settled(talked.callbackId);
  const late = await harness.cancel(talked.callbackId);
  assert.deepEqual(late, { ok: false, reason: 'not-in-this-state', status: 'completed' });
  const other = await harness.proven();
  await harness.cancel(other.callbackId);
  const { version } = (await harness.record(other.callbackId)).callback;
  assert.equal((await harness.cancel(other.callbackId)).ok, true);
  assert.equal((await harness.record(other.callbackId)).callback.version, version);
});
