import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';

/** Stops the process the first time that its store has answered `what`, while `isSo`. */
async function stopAfter(what: string, isSo: (harness: Harness) => boolean, options: HarnessOptions = {}) {
  let stopping: Promise<void> | undefined;
  const harness: Harness = await openHarness({
    ...options,
    watch(crossing) {
      if (crossing.what === what && crossing.when === 'after' && stopping === undefined && isSo(harness))
        stopping = harness.process().stop();
      return undefined;
    },
  });
  async function stopped(): Promise<void> {
    let isOver = false;
    await harness.until(() => stopping !== undefined);
    void stopping?.then(() => {
      isOver = true;
    });
    await harness.until(() => isOver);
  }
  return { harness, stopped };
}

function claims(harness: Harness): Record<string, unknown>[] {
  return harness.rows(`select kind, tries, owner from effects where owner is not null`);
}

// rule: crash-safe
test('effects of a claim that is under way at the stop are released, not begun', async () => {
  const begun: string[] = [];
  const { harness, stopped } = await stopAfter('claim', (running) => claims(running).length > 0, {
    wrapHandlers: (handlers) => ({
      ...handlers,
      async 'send-code'(claimed, stopping) {
        begun.push(claimed.callbackId);
        return handlers['send-code'](claimed, stopping);
      },
    }),
  });
  await using _ = harness;
  const requested = await harness.request();
  assert.ok(requested.ok);
  await stopped();
  assert.deepEqual(begun, []);
  assert.deepEqual(harness.rows(`select kind, tries, owner from effects where kind = 'send-code'`), [
    { kind: 'send-code', tries: 0, owner: null },
  ]);
  await harness.reopen();
  const reopened = harness.clock.now();
  await harness.until(() => harness.carrier.texts.length === 1);
  assert.ok(harness.clock.now() - reopened < 2_000, 'no lease has to run out');
});

// rule: crash-safe
test('an intent committed during the stop is not posted by the stopping process', async () => {
  const isStated = (running: Harness) =>
    running.rows(`select 1 from attempts`).length > 0 && running.carrier.posts.length === 0;
  const { harness, stopped } = await stopAfter('commit', isStated);
  await using _ = harness;
  const { callbackId } = await harness.proven();
  await stopped();
  assert.equal(harness.carrier.posts.length, 0);
  await harness.reopen();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.equal(harness.carrier.posts.length, 1);
});
