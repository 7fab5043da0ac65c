import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CarrierScript, placedAtOnce, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type FakeCall, newLeg } from '../../support/carrier/fake-call.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';
const stranger = '+12015550177';

/** The POST never reaches the carrier, and the platform does not know. */
const neverArrived: Partial<CarrierScript> = {
  placing: () => ({ ...placedAtOnce, fate: 'lost', answerAfter: 8_000 }),
};

/** A harness that counts the calls which the platform ends. */
async function openCounting(script: Partial<CarrierScript>): Promise<{ harness: Harness; ended: string[] }> {
  const ended: string[] = [];
  const harness = await openHarness({
    script,
    wrapVoice: (voice) => ({
      ...voice,
      async end(sid) {
        ended.push(sid);
        return voice.end(sid);
      },
    }),
  });
  return { harness, ended };
}

/** Another program on the same account talks between the same two numbers, with a customer of its own. */
async function strangersTalk({ carrier, clock }: Harness, dialled = stranger): Promise<FakeCall> {
  const call = carrier.callFromElsewhere('+12015550123', '+12015550100');
  await clock.advance(2_000);
  call.business.status = 'in-progress';
  call.visitor = newLeg('CA-strangers-customer', 'in-progress');
  call.dialled = dialled;
  return call;
}

function hangUp(call: FakeCall, seconds: number): void {
  for (const leg of [call.business, call.visitor]) {
    if (leg !== undefined) Object.assign(leg, { status: 'completed', talkSeconds: seconds });
  }
}

// rule: listed-is-a-guess
test('a stranger’s talk between the same numbers is never taken for the visitor’s', async () => {
  const { harness, ended } = await openCounting(neverArrived);
  await using _closing = harness;
  const { callbackId, visitor } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  const call = await strangersTalk(harness);
  await harness.until(
    async () => (await harness.record(callbackId)).attempt?.listed?.business.sid === call.business.sid,
  );
  await harness.clock.advance(240_000);
  assert.equal((await harness.record(callbackId)).callback.status, 'calling', 'the line is in use');
  hangUp(call, 240);
  const { outcome, notice } = await harness.settled(callbackId);
  assert.deepEqual([outcome, notice, ended], ['unknown-result', 'sent', []]);
  assert.ok(harness.carrier.texts.some(({ to, body }) => to === owner && body.includes(visitor.phone)));
});

// rule: listed-is-a-guess
test('a cancelled request does not hang up a stranger’s talk', async () => {
  const { harness, ended } = await openCounting(neverArrived);
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  const call = await strangersTalk(harness);
  await harness.clock.advance(30_000);
  await harness.cancel(callbackId);
  await harness.clock.advance(300_000);
  assert.deepEqual([call.business.status, ended], ['in-progress', []]);
  hangUp(call, 400);
  assert.equal((await harness.settled(callbackId)).status, 'cancelled');
});

// rule: listed-is-a-guess
test('the last resort does not hang up a stranger’s endless talk either', async () => {
  const { harness, ended } = await openCounting(neverArrived);
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  const call = await strangersTalk(harness);
  const { outcome, notice } = await harness.settled(callbackId);
  assert.deepEqual([outcome, notice, ended], ['unknown-result', 'sent', []]);
  assert.equal(call.business.status, 'in-progress');
});

// rule: listed-is-a-guess
test('a listed call whose inner leg went to the visitor’s own number counts as a talk', async () => {
  const { harness } = await openCounting(neverArrived);
  await using _closing = harness;
  const { callbackId, visitor } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  hangUp(await strangersTalk(harness, visitor.phone), 60);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: listed-is-a-guess
test('a guess is replaced when a webhook names the visitor’s own call', async () => {
  await using harness = await openHarness({
    script: { placing: () => ({ fate: 'answer-lost', answerAfter: 8_000, queued: 60_000 }) },
    wrapVoice: (voice) => ({ ...voice, find: async () => strangers }),
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 1);
  const call = await strangersTalk(harness);
  const { sid } = call.business;
  const strangers = [{ sid, status: 'in-progress' as const, createdAt: call.createdAt }];
  await harness.until(async () => (await harness.record(callbackId)).attempt?.listed?.business.sid === sid);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  const { attempt } = await harness.record(callbackId);
  const [own] = harness.carrier.calls;
  assert.deepEqual([attempt?.business.sid, attempt?.listed], [own?.business.sid, undefined]);
  assert.equal(call.business.status, 'in-progress');
});

// rule: sole-match
test('of two attempts without a SID none adopts the one listed call', async () => {
  const fates = ['answer-lost', 'lost'] as const;
  let posts = 0;
  await using harness = await openHarness({
    sites: [sampleSite({ site: { lines: 2 } })],
    script: {
      placing: () => {
        posts += 1;
        return { ...placedAtOnce, fate: fates[posts - 1] ?? 'placed', answerAfter: 8_000 };
      },
      business: () => ({ ...takesTheCall, answers: 'never' }),
      report: () => [],
    },
  });
  const both = [await harness.proven(), await harness.proven()];
  for (const { callbackId } of both) {
    assert.equal((await harness.settled(callbackId)).outcome, 'unknown-result');
    const { attempt } = await harness.record(callbackId);
    assert.deepEqual([attempt?.business.sid, attempt?.listed], [undefined, undefined]);
  }
  assert.equal(harness.carrier.calls.length, 1);
});

/** The first attempt is given up; the second begins and misses its call too. */
async function openAfterGivenUp(script: Partial<CarrierScript> = {}) {
  const harness = await openHarness({ script: { ...neverArrived, ...script } });
  const givenUp = await harness.proven();
  assert.equal((await harness.settled(givenUp.callbackId)).outcome, 'unknown-result');
  const next = await harness.proven();
  await harness.until(() => harness.carrier.posts.length === 2);
  harness.carrier.script.placing = () => placedAtOnce;
  const [post] = harness.carrier.posts;
  assert.ok(post);
  return { harness, givenUp, next, carryOut: () => void harness.carrier.voice.place(post.call) };
}

// rule: extra-call-ended
test('a call made after it was given up is ended, and the next attempt ignores it', async () => {
  const { harness, givenUp, next, carryOut } = await openAfterGivenUp();
  await using _closing = harness;
  carryOut();
  assert.equal((await harness.settled(next.callbackId)).outcome, 'unknown-result');
  const [late] = harness.carrier.calls;
  assert.equal(late?.business.status, 'canceled');
  const [first, second] = [await harness.record(givenUp.callbackId), await harness.record(next.callbackId)];
  assert.equal(first.attempt?.business.sid, late?.business.sid);
  assert.deepEqual([second.attempt?.business.sid, second.attempt?.listed], [undefined, undefined]);
});

// rule: extra-call-ended
test('a late call without status webhooks is ended when it asks what to do', async () => {
  const { harness, givenUp, next, carryOut } = await openAfterGivenUp({ report: () => [] });
  await using _closing = harness;
  carryOut();
  assert.equal((await harness.settled(next.callbackId)).outcome, 'unknown-result');
  const [late] = harness.carrier.calls;
  assert.deepEqual([late?.business.status, late?.visitor], ['completed', undefined]);
  assert.equal((await harness.record(givenUp.callbackId)).attempt?.business.sid, late?.business.sid);
  assert.equal((await harness.record(next.callbackId)).attempt?.listed, undefined);
});

// rule: extra-call-ended
test('a webhook for another attempt’s call is answered at once and changes neither', async () => {
  const { harness, givenUp, next, carryOut } = await openAfterGivenUp();
  await using _closing = harness;
  const { attempt: owner } = await harness.record(next.callbackId);
  const { attempt: other } = await harness.record(givenUp.callbackId);
  assert.ok(owner !== undefined && other !== undefined);
  carryOut();
  const [call] = harness.carrier.calls;
  const sid = call?.business.sid ?? '';
  await harness.hear({
    kind: 'leg',
    token: owner.token,
    leg: 'business',
    report: { sid, status: 'ringing' },
    parentSid: undefined,
  });
  const { version } = (await harness.record(givenUp.callbackId)).callback;
  for (const webhook of [
    { kind: 'leg', leg: 'business', report: { sid, status: 'ringing' }, parentSid: undefined },
    { kind: 'prompt', sid, requestToken: 'prompt-9' },
    { kind: 'keys', sid, digits: '1', requestToken: 'keys-9' },
  ] as const) {
    const plan = await harness.hear({ ...webhook, token: other.token });
    assert.deepEqual(plan, { do: 'hang-up' }, webhook.kind);
  }
  assert.equal((await harness.record(givenUp.callbackId)).callback.version, version);
  assert.equal((await harness.record(next.callbackId)).attempt?.business.sid, sid);
  assert.ok(harness.log.some(({ message }) => message === 'webhook names the call of another attempt'));
});
