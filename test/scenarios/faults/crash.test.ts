import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAttemptOpen } from '../../../backend/domain/attempt/state.ts';
import { hasEnded } from '../../../backend/domain/callback/state.ts';
import { type CarrierScript, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type FakeCall, isOver } from '../../support/carrier/fake-call.ts';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { restartIfDead, retryAfterCrash } from '../../support/engine/retry-after-crash.ts';

type Story = {
  script: Partial<CarrierScript>;
  /** The visitor cancels at this step of the call. */
  cancels: ((call: FakeCall) => boolean) | undefined;
  /** Without a crash. */
  outcome: string;
};

const stories: Record<string, Story> = {
  'an answered': { script: {}, cancels: undefined, outcome: 'talked' },
  'a missed': {
    script: { business: () => ({ ...takesTheCall, answers: 'never' }) },
    cancels: undefined,
    outcome: 'business-no-answer',
  },
  'a cancelled': {
    script: {},
    cancels: ({ visitor }) => visitor?.status === 'ringing',
    outcome: 'cancelled-by-visitor',
  },
};

const writes = ['commit', 'claim', 'release', 'settle'];

/** Runs the scenario with a crash at the n-th port call; returns the number of port calls. */
async function tell(story: Story, crashAt: number): Promise<{ steps: number; outcome: string | undefined }> {
  let steps = 0;
  await using harness = await openHarness({
    script: story.script,
    watch({ to, what }: Crossing) {
      if (to === 'store' && !writes.includes(what)) return undefined;
      steps += 1;
      return steps === crashAt ? 'kill' : undefined;
    },
  });
  const callbackId = await ask(harness);
  if (story.cancels !== undefined) await cancelWhen(harness, callbackId, story.cancels);
  await untilOver(harness, callbackId);
  const { outcome } = await check(harness, callbackId);
  return { steps, outcome };
}

async function ask(harness: Harness): Promise<string> {
  const idempotency = { key: 'one', bodyHash: 'same' };
  const requested = await retryAfterCrash(harness, () => harness.request({ client: 'ada', idempotency }));
  assert.ok(requested.ok);
  const { callbackId } = requested.callback;
  await harness.clock.advance(3_000);
  const verified = await retryAfterCrash(harness, () => harness.prove(callbackId));
  assert.ok(verified.ok);
  return callbackId;
}

async function cancelWhen(
  harness: Harness,
  callbackId: string,
  isThen: (call: FakeCall) => boolean,
): Promise<void> {
  await harness.until(async () => {
    await restartIfDead(harness);
    const [call] = harness.carrier.calls;
    return (
      (call !== undefined && isThen(call)) || hasEnded((await harness.record(callbackId)).callback.status)
    );
  });
  await retryAfterCrash(harness, () => harness.cancel(callbackId));
}

async function untilOver(harness: Harness, callbackId: string): Promise<void> {
  await harness.until(async () => {
    await restartIfDead(harness);
    const { callback, attempt } = await harness.record(callbackId);
    const closed = attempt === undefined || !isAttemptOpen(attempt);
    return hasEnded(callback.status) && callback.notice !== 'sending' && closed;
  });
  await harness.clock.advance(120_000);
  await restartIfDead(harness);
}

/** Assertions for a crash at any step. */
async function check(harness: Harness, callbackId: string): Promise<{ outcome: string | undefined }> {
  const { callback } = await harness.record(callbackId);
  const { posts, calls, texts, grants } = harness.carrier;
  assert.ok(posts.length <= 1, `${posts.length} POSTs`);
  assert.ok(
    calls.every(({ business }) => isOver(business)),
    'a call is still alive',
  );
  assert.ok(
    [...grants.values()].every(({ size }) => size <= 1),
    'the visitor was dialled twice',
  );
  const ends = harness
    .rows('select event_data from audit_log where request_id = ?', callbackId)
    .map(({ event_data }) => JSON.parse(String(event_data)))
    .filter(({ from, to }) => from !== to && hasEnded(to));
  assert.equal(ends.length, 1, 'it ended more than once');
  const told = texts.filter(({ to, body }) => to === '+12015550124' && body.includes(callback.reference));
  if (callback.status === 'completed') {
    assert.ok((calls[0]?.bridgedSeconds ?? 0) >= 10, 'they never talked');
  } else if (callback.status === 'failed') {
    assert.ok(callback.notice === 'sent' && told.length > 0, 'no notice was sent');
  }
  assert.deepEqual(harness.rows('select kind from effects'), []);
  return { outcome: callback.outcome };
}

for (const [name, story] of Object.entries(stories)) {
  // rule: crash-safe
  test(`a crash at any step of ${name} call leaves nothing lost, repeated or open`, async () => {
    const whole = await tell(story, 0);
    assert.equal(whole.outcome, story.outcome);
    for (let crashAt = 1; crashAt <= whole.steps; crashAt += 1) {
      await tell(story, crashAt).catch((cause: unknown) => {
        throw new Error(`after a crash at step ${crashAt} of ${whole.steps}`, { cause });
      });
    }
  });
}
