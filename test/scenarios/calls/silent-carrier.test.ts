import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoiceCarrier } from '../../../backend/ports/carrier/voice-carrier.ts';
import { talksAMinute } from '../../support/carrier/carrier-script.ts';
import { isOver } from '../../support/carrier/fake-call.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const minute = 60_000;

function talksFor(minutes: number) {
  return { ...talksAMinute, hangsUpAfter: minutes * minute };
}

async function untilConnected(harness: Harness, callbackId: string): Promise<void> {
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'connected');
}

/** The carrier neither answers, nor reports, nor asks what to do. */
function loseCarrier({ carrier: { script } }: Harness): void {
  script.asking = () => 'fails';
  script.report = () => [];
  script.question = () => 'unanswered';
}

/** Fetching a call answers 404 for the first `times`. */
function unknownAtFirst(times: number): (voice: VoiceCarrier) => VoiceCarrier {
  let left = times;
  return (voice) => ({
    ...voice,
    async fetch(sid) {
      left -= 1;
      return left >= 0 ? undefined : voice.fetch(sid);
    },
  });
}

/** Like the adapter after the auth token was rotated at the carrier. */
function unauthorized() {
  return Object.assign(new Error('The request to the carrier failed.'), {
    code: 'carrier-fault',
    class: 'config',
    carrierCode: '20003',
    advice: 'enter the new auth token',
    retryable: false,
  });
}

function assertOneLine({ carrier }: Harness): void {
  const [first, second] = carrier.calls;
  assert.ok(first !== undefined && isOver(first.business));
  assert.ok(second === undefined || second.createdAt >= (first.endedAt ?? Number.POSITIVE_INFINITY));
}

// rule: silence-is-no-answer
test('a carrier that cannot be asked for 20 minutes ends no talk and frees no line', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ callback: { maxWaitMs: 60 * minute } })],
    script: { visitor: () => talksFor(25) },
  });
  const { callbackId } = await harness.proven();
  await untilConnected(harness, callbackId);
  const waiting = await harness.proven();
  harness.carrier.script.asking = () => 'fails';
  await harness.clock.advance(20 * minute);
  const { callback, attempt } = await harness.record(callbackId);
  assert.deepEqual([callback.status, attempt?.outcome], ['connected', undefined]);
  assert.equal(harness.carrier.posts.length, 1);
  assert.ok(!harness.log.some(({ message }) => message === 'effect given up'));
  assert.deepEqual(harness.rows("select 1 from audit_log where event_type = 'check-gave-up'"), []);
  assert.ok(!harness.carrier.texts.some(({ to }) => to === '+12015550124'));
  harness.carrier.script.asking = () => 'answered';
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  await harness.settled(waiting.callbackId);
  assertOneLine(harness);
});

// rule: silence-is-no-answer
test('an outage without webhooks ends no talk; the answer afterwards decides', async () => {
  await using harness = await openHarness({ script: { visitor: () => talksFor(12) } });
  const { callbackId } = await harness.proven();
  await untilConnected(harness, callbackId);
  loseCarrier(harness);
  await harness.clock.advance(15 * minute);
  assert.equal((await harness.record(callbackId)).callback.status, 'connected');
  harness.carrier.script.asking = () => 'answered';
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: silence-is-no-answer
test('after an outage longer than any call the business gets a notice and the line', async () => {
  await using harness = await openHarness({ script: { visitor: () => talksFor(12) } });
  const { callbackId } = await harness.proven();
  await untilConnected(harness, callbackId);
  loseCarrier(harness);
  const begun = harness.clock.now();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['unknown-result', 'sent']);
  const { attempt } = await harness.record(callbackId);
  const asked = (attempt?.closedAt ?? 0) - begun;
  assert.ok(asked >= 79 * minute && asked < 100 * minute, `asked for ${asked} ms`);
  const next = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 2);
  assert.equal((await harness.record(next.callbackId)).callback.status, 'calling');
});

for (const times of [1, 2, 5]) {
  // rule: silence-is-no-answer
  test(`a call that the carrier does not know ${times}× at first ends with its outcome`, async () => {
    await using harness = await openHarness({
      script: { report: () => [], visitor: () => talksFor(6) },
      wrapVoice: unknownAtFirst(times),
    });
    const { callbackId } = await harness.proven();
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
    assertOneLine(harness);
  });
}

// rule: silence-is-no-answer
test('a call that the carrier denies late in the talk is not ended by that', async () => {
  let denied = 0;
  await using harness = await openHarness({
    script: { visitor: () => talksFor(10) },
    wrapVoice: (voice) => ({
      ...voice,
      async fetch(sid) {
        denied += 1;
        return denied <= 4 ? undefined : voice.fetch(sid);
      },
    }),
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.ok(denied >= 4);
});

// rule: silence-is-no-answer
test('a rotated auth token in mid-talk (401) ends nothing; webhooks tell the end', async () => {
  let rotated = false;
  await using harness = await openHarness({
    script: { visitor: () => talksFor(14) },
    wrapVoice: (voice) => ({
      ...voice,
      async fetch(sid) {
        if (rotated) throw unauthorized();
        return voice.fetch(sid);
      },
    }),
  });
  const { callbackId } = await harness.proven();
  await untilConnected(harness, callbackId);
  rotated = true;
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: cancel-hangs-up
test('a call that is cancelled while the carrier cannot be asked is ended afterwards', async () => {
  await using harness = await openHarness({ script: { visitor: () => talksFor(28) } });
  const { callbackId } = await harness.proven();
  await untilConnected(harness, callbackId);
  harness.carrier.script.asking = () => 'fails';
  await harness.cancel(callbackId);
  await harness.clock.advance(20 * minute);
  assert.equal(harness.carrier.calls[0]?.business.status, 'in-progress');
  harness.carrier.script.asking = () => 'answered';
  await harness.clock.advance(2 * minute);
  assert.equal(harness.carrier.calls[0]?.business.status, 'completed');
  assert.equal((await harness.record(callbackId)).attempt?.outcome, 'called-off');
});

// rule: unanswered-post-searched
test('a search without an answer ends with its window when no webhook named the call', async () => {
  await using harness = await openHarness({
    script: { placing: () => ({ fate: 'lost', answerAfter: 8_000, queued: 0 }), asking: () => 'fails' },
  });
  const { callbackId } = await harness.proven();
  const { verifiedAt = 0, endedAt = 0, outcome } = await harness.settled(callbackId);
  assert.equal(outcome, 'unknown-result');
  assert.ok(endedAt - verifiedAt >= 180_000 && endedAt - verifiedAt < 300_000, `${endedAt - verifiedAt}`);
});
