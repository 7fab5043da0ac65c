import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { takesTheCall, talksAMinute } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';

/** Three visitors: one in a long conversation, one waiting for the line, one without a proof. */
async function openBusyHarness() {
  const harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 300_000 }) },
  });
  const talking = await harness.proven();
  const waiting = await harness.proven();
  const unproven = await harness.request();
  assert.ok(unproven.ok);
  await harness.until(async () => (await harness.record(talking.callbackId)).callback.status === 'connected');
  return { harness, talking, waiting, unproven: unproven.callback };
}

// rule: moved-database
test('a moved database turns due calls into notices about a possible repeat', async () => {
  const { harness, talking, waiting, unproven } = await openBusyHarness();
  await using _closing = harness;
  await harness.kill();
  await harness.database.markMoved();
  await harness.reopen();
  const { outcome, notice } = await harness.settled(waiting.callbackId);
  assert.deepEqual([outcome, notice], ['database-moved', 'sent']);
  const told = harness.carrier.texts.filter(({ body }) =>
    body.includes('you may have had this message before'),
  );
  assert.equal(told.length, 1);
  assert.equal((await harness.settled(talking.callbackId)).outcome, 'talked');
  assert.equal((await harness.settled(unproven.callbackId)).outcome, 'not-verified');
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: moved-database
test('a moved database stays moved when the first start dies before its notices', async () => {
  const { harness, waiting } = await openBusyHarness();
  await using _closing = harness;
  await harness.kill();
  await harness.database.markMoved();
  const { store } = await openDatabase({ ...harness.database.place, clock: harness.clock });
  assert.equal(store.moved, true);
  await store.close();
  await harness.reopen();
  assert.equal((await harness.settled(waiting.callbackId)).outcome, 'database-moved');
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: moved-database
test('an unmoved database continues with what was due', async () => {
  const { harness, waiting } = await openBusyHarness();
  await using _closing = harness;
  await harness.kill();
  await harness.reopen();
  assert.equal((await harness.settled(waiting.callbackId)).outcome, 'talked');
});

// rule: moved-database
test('a moved database ends a call that still rings, and the business gets a notice', async () => {
  await using harness = await openHarness({
    script: { business: () => ({ ...takesTheCall, answers: 20_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.business.status === 'ringing');
  assert.equal((await harness.record(callbackId)).callback.status, 'calling');
  await harness.kill();
  await harness.database.markMoved();
  await harness.reopen();
  const { outcome, notice } = await harness.settled(callbackId);
  assert.deepEqual([outcome, notice], ['database-moved', 'sent']);
  assert.equal(harness.carrier.calls[0]?.business.status, 'canceled');
  assert.equal(harness.carrier.posts.length, 1);
});

async function oneTalksOneWaits() {
  const harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 120_000 }) },
  });
  const talking = await harness.proven();
  await harness.until(async () => (await harness.record(talking.callbackId)).callback.status === 'connected');
  const waiting = await harness.proven();
  await harness.kill();
  return { harness, talking, waiting };
}

test('a moved database turns due calls into notices and keeps running conversations', async () => {
  const { harness, talking, waiting } = await oneTalksOneWaits();
  await using _ = harness;
  await harness.database.markMoved();
  await harness.reopen();
  const moved = await harness.settled(waiting.callbackId);
  assert.deepEqual([moved.outcome, moved.notice], ['database-moved', 'sent']);
  assert.match(harness.carrier.texts.at(-1)?.body ?? '', /moved or restored/);
  assert.equal((await harness.settled(talking.callbackId)).outcome, 'talked');
  assert.equal(harness.carrier.posts.length, 1);
});

test('after a crash without a move, the database does not count as moved', async () => {
  const { harness, waiting } = await oneTalksOneWaits();
  await using _ = harness;
  await harness.reopen();
  assert.equal((await harness.settled(waiting.callbackId)).outcome, 'talked');
});
