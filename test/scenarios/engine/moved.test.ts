import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { talksAMinute } from '../../support/carrier-script.ts';
import { openHarness } from '../../support/engine-harness.ts';

async function oneTalksOneWaits() {
  const harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 120_000 }) },
  });
  const talking = await harness.proven();
  await harness.until(async () => (await harness.record(talking.requestId)).callback.status === 'connected');
  const waiting = await harness.proven();
  await harness.kill();
  return { harness, talking, waiting };
}

test('calls that a restored or moved database says are due become texts, and talks go on', async () => {
  const { harness, talking, waiting } = await oneTalksOneWaits();
  await using _ = harness;
  rmSync(`${harness.path}.seal`);
  await harness.reopen();
  const moved = await harness.settled(waiting.requestId);
  assert.deepEqual([moved.outcome, moved.notice], ['database-moved', 'sent']);
  assert.match(harness.carrier.texts.at(-1)?.body ?? '', /moved or restored/);
  assert.equal((await harness.settled(talking.requestId)).outcome, 'talked');
  assert.equal(harness.carrier.posts.length, 1);
});

test('after a crash in its own place the database is not taken for a moved one', async () => {
  const { harness, waiting } = await oneTalksOneWaits();
  await using _ = harness;
  await harness.reopen();
  assert.equal((await harness.settled(waiting.requestId)).outcome, 'talked');
});
