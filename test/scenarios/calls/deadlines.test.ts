import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CarrierScript,
  placedAtOnce,
  takesTheCall,
  talksAMinute,
} from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const silent: Partial<CarrierScript> = { report: () => [] };

// rule: deadline-asks-carrier
test('after the ring time the carrier is asked, and a live call is waited for', async () => {
  await using harness = await openHarness({
    script: { ...silent, placing: () => ({ ...placedAtOnce, queued: 60_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.clock.advance(50_000);
  assert.equal((await harness.record(callbackId)).callback.status, 'calling');
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: outcome-without-reports
test('ring time runs from the ringing of the phone, not from the POST', async () => {
  await using harness = await openHarness({
    script: {
      placing: () => ({ ...placedAtOnce, queued: 90_000 }),
      business: () => ({ ...takesTheCall, answers: 20_000 }),
    },
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: outcome-without-reports
test('a call that waits too long in the carrier’s queue is withdrawn', async () => {
  await using harness = await openHarness({
    script: { placing: () => ({ ...placedAtOnce, queued: 600_000 }) },
  });
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['carrier-refused', 'sent']);
  const [call] = harness.carrier.calls;
  assert.equal(call?.business.status, 'canceled');
  const waited = (callback.endedAt ?? 0) - (call?.createdAt ?? 0);
  assert.ok(waited >= 120_000 && waited < 180_000, `withdrawn after ${waited} ms`);
});

// rule: deadline-asks-carrier
test('the business gets a notice only after its phone has stopped ringing', async () => {
  await using harness = await openHarness({
    script: { ...silent, business: () => ({ ...takesTheCall, answers: 'never' }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.texts.some(({ to }) => to === '+12015550124'));
  assert.equal(harness.carrier.calls[0]?.business.status, 'no-answer');
  assert.equal((await harness.settled(callbackId)).outcome, 'business-no-answer');
});

const stories = [
  ['talked', {}],
  ['business-no-answer', { business: () => ({ ...takesTheCall, answers: 'never' }) }],
  ['business-busy', { business: () => ({ ...takesTheCall, answers: 'busy' }) }],
  ['carrier-refused', { business: () => ({ ...takesTheCall, answers: 'unreachable' }) }],
  ['business-declined', { business: () => ({ ...takesTheCall, presses: '2' }) }],
  ['business-voicemail', { business: () => ({ ...takesTheCall, presses: '' }) }],
  ['visitor-busy', { visitor: () => ({ ...talksAMinute, answers: 'busy' }) }],
  ['visitor-no-answer', { visitor: () => ({ ...talksAMinute, answers: 'never' }) }],
  ['visitor-unreachable', { visitor: () => ({ ...talksAMinute, answers: 'unreachable' }) }],
  ['short-or-voicemail', { visitor: () => ({ ...talksAMinute, hangsUpAfter: 4_000 }) }],
] satisfies [string, Partial<CarrierScript>][];

for (const [outcome, script] of stories) {
  // rule: outcome-without-reports
  test(`without any report, ${outcome} follows from asking the carrier`, async () => {
    await using harness = await openHarness({ script: { ...script, ...silent } });
    const { callbackId } = await harness.proven();
    assert.equal((await harness.settled(callbackId)).outcome, outcome);
  });
}

// rule: outcome-without-reports
test('without the webhook after the visitor’s leg, the legs decide the outcome', async () => {
  await using harness = await openHarness({
    script: {
      asksAfterHangUp: false,
      business: () => ({ ...takesTheCall, hangsUpAfter: 30_000 }),
      visitor: () => ({ ...talksAMinute, hangsUpAfter: Number.POSITIVE_INFINITY }),
    },
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: outcome-without-reports
test('a carrier that is unreachable for minutes does not end a conversation', async () => {
  await using harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 300_000 }) },
  });
  const { callbackId } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'connected');
  harness.carrier.script.asking = () => 'fails';
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: outcome-without-reports
test('a call that looks alive for ever is abandoned after its maximum duration', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ site: { maxCallSeconds: 36_000 } })],
    script: {
      ...silent,
      question: () => 'answered',
      visitor: () => ({ ...talksAMinute, hangsUpAfter: Number.POSITIVE_INFINITY }),
    },
    wrapVoice: (voice) => ({
      ...voice,
      end: async (sid) => ({ sid, status: 'in-progress' }),
      fetch: async (sid) => ({ business: { sid, status: 'in-progress' }, visitor: undefined }),
    }),
  });
  const { callbackId } = await harness.proven();
  const second = await harness.proven();
  assert.equal((await harness.settled(callbackId)).status, 'failed');
  assert.equal((await harness.settled(second.callbackId)).status, 'failed');
});
