import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EffectKind } from '../../../backend/domain/effect.ts';
import { sameEachDay } from '../../../backend/domain/site/business-hours.ts';
import type { Handlers, Performed } from '../../../backend/effects/run/handler.ts';
import type { ClaimedEffect } from '../../../backend/ports/store/effect-queue.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const minute = 60_000;

/** The defaults of `MAX_WAIT` and of the last resort after it, for calls of an hour. */
const callback = { maxWaitMs: 5 * minute, lastResortMs: 86 * minute };

/** A proven callback whose process stops before it can call, for `downMs`. */
async function provenBefore(downMs: number, options: HarnessOptions = {}) {
  const harness = await openHarness({ sites: [sampleSite({ callback })], ...options });
  const { callbackId, reference } = await harness.proven();
  await harness.kill();
  assert.equal(harness.carrier.posts.length, 0);
  await harness.clock.advance(downMs);
  await harness.reopen();
  return { harness, callbackId, reference };
}

async function assertExpired(harness: Harness, callbackId: string): Promise<void> {
  const { status, outcome, notice, reference } = await harness.settled(callbackId);
  assert.deepEqual([status, outcome, notice], ['failed', 'waited-too-long', 'sent']);
  await harness.clock.advance(120 * minute);
  assert.equal(harness.carrier.posts.length, 0, 'the business was called');
  const told = harness.carrier.texts.filter(({ body }) => body.includes(reference));
  assert.deepEqual(
    told.map(({ to }) => to),
    ['+12015550124'],
  );
  assert.match(told[0]?.body ?? '', /did not become free in time/);
}

for (const [what, downMs] of [
  ['5 minutes', 5 * minute],
  ['40 minutes', 40 * minute],
  ['17 hours', 17 * 60 * minute],
] as const) {
  // rule: checks-before-dialling
  test(`after ${what} of downtime, a callback that has expired is not called`, async () => {
    const { harness, callbackId } = await provenBefore(downMs);
    await using _closing = harness;
    await assertExpired(harness, callbackId);
  });
}

// rule: checks-before-dialling
test('after a downtime shorter than MAX_WAIT the callback is called', async () => {
  const { harness, callbackId } = await provenBefore(4 * minute);
  await using _closing = harness;
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

const overdueKinds: readonly EffectKind[] = ['place-call', 'give-up-waiting', 'last-resort'];

for (const kind of overdueKinds) {
  // rule: checks-before-dialling
  test(`an overdue callback ends the same way when ${kind} acts first`, async () => {
    let acted = false;
    const letActFirst = (handlers: Handlers): Handlers => {
      const inTurn = async (
        { effect, dueAt }: ClaimedEffect,
        perform: () => Promise<Performed>,
      ): Promise<Performed> => {
        if (!acted && effect.kind !== kind) return { result: 'wait', until: dueAt + 24 * 60 * minute };
        const performed = await perform();
        acted = true;
        return performed;
      };
      return {
        ...handlers,
        'place-call': (claimed, stopping) => inTurn(claimed, () => handlers['place-call'](claimed, stopping)),
        'give-up-waiting': (claimed, stopping) =>
          inTurn(claimed, () => handlers['give-up-waiting'](claimed, stopping)),
        'last-resort': (claimed, stopping) =>
          inTurn(claimed, () => handlers['last-resort'](claimed, stopping)),
      };
    };
    const { harness, callbackId } = await provenBefore(17 * 60 * minute, { wrapHandlers: letActFirst });
    await using _closing = harness;
    await assertExpired(harness, callbackId);
  });
}

// rule: checks-before-dialling
test('after a night of downtime the business is not called before it opens', async () => {
  const hours = sameEachDay({ start: 540, end: 1_020, zone: 'America/New_York', weekdaysOnly: true });
  await using harness = await openHarness({
    sites: [
      sampleSite({
        site: { hours },
        callback: { maxWaitMs: 100 * 60 * minute, lastResortMs: 101 * 60 * minute },
      }),
    ],
  });
  const { callbackId } = await harness.proven();
  await harness.kill();
  await harness.clock.advance(17 * 60 * minute);
  await harness.reopen();
  const ended = await harness.settled(callbackId);
  assert.deepEqual([ended.outcome, ended.notice], ['after-hours-notified', 'sent']);
  assert.equal(harness.carrier.posts.length, 0);
});
