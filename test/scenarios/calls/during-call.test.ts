import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CarrierScript, takesTheCall, talksAMinute } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';

for (const [presses, outcome] of [
  ['2', 'business-declined'],
  ['*', 'business-voicemail'],
  ['#', 'business-voicemail'],
  ['11', 'business-voicemail'],
  ['', 'business-voicemail'],
] as const) {
  test(`only 1 accepts: after ${presses || 'nothing'} the visitor is not dialled`, async () => {
    await using harness = await openHarness({ script: { business: () => ({ ...takesTheCall, presses }) } });
    const { callbackId } = await harness.proven();
    const callback = await harness.settled(callbackId);
    assert.deepEqual([callback.outcome, callback.notice], [outcome, 'sent']);
    assert.equal(harness.carrier.calls[0]?.visitor, undefined);
  });
}

// rule: saved-state-drives-phones
test('a repeated question gets the same answer, and the visitor is dialled once', async () => {
  await using harness = await openHarness({ script: { question: () => 'repeated' } });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.deepEqual(
    [...harness.carrier.grants.values()].map(({ size }) => size),
    [1],
  );
});

// rule: saved-state-drives-phones
test('one webhook gets the order to dial; a copy with a new token gets a hang-up', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'ringing');
  const [call] = harness.carrier.calls;
  const replay = {
    token: call?.request.token ?? '',
    sid: call?.business.sid ?? '',
    requestToken: 'a captured one',
  };
  for (const webhook of [
    { kind: 'keys', digits: '1', ...replay },
    { kind: 'prompt', ...replay },
  ] as const) {
    assert.deepEqual(await harness.hear(webhook), { do: 'hang-up' });
  }
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: saved-state-drives-phones
test('a carrier that does not mark repeats is told to dial once', async () => {
  await using harness = await openHarness();
  await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.business.status === 'in-progress');
  const [call] = harness.carrier.calls;
  const keys = {
    kind: 'keys',
    digits: '1',
    token: call?.request.token ?? '',
    sid: call?.business.sid ?? '',
    requestToken: '',
  } as const;
  const plans = [await harness.hear(keys), await harness.hear(keys)].map((plan) => plan.do);
  assert.deepEqual(plans, ['dial-visitor', 'hang-up']);
});

// rule: saved-state-drives-phones
test('an answer that the carrier cannot use leads to an apology, never to a call', async () => {
  await using harness = await openHarness({
    script: { question: ({ kind }) => (kind === 'keys' ? 'unanswered' : 'answered') },
  });
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.status, callback.notice], ['failed', 'sent']);
  assert.equal(harness.carrier.calls[0]?.visitor, undefined);
});

test('a refused dial is told to the business, and the log names the carrier’s error', async () => {
  await using harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, answers: 'refused' }) },
  });
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  const notice = harness.carrier.texts.find(({ to }) => to === '+12015550124');
  assert.match(notice?.body ?? '', /the carrier could not connect the visitor's number/);
  const named = harness.log.filter(({ message }) => message === 'carrier did not connect the visitor');
  assert.deepEqual(named.at(-1)?.fields.carrier_error, '13224');
  assert.equal(named.at(-1)?.fields.fix, 'check the number');
});

// rule: only-1-accepts
test('the order to dial is sent only after its commit', async () => {
  let broken = false;
  await using harness = await openHarness({
    wrapStore: (store) => ({
      ...store,
      commit: (change) =>
        broken
          ? Promise.reject(Object.assign(new Error('disk full'), { code: 'store-unavailable' }))
          : store.commit(change),
    }),
  });
  await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.business.status === 'in-progress');
  const [call] = harness.carrier.calls;
  const sid = call?.business.sid ?? '';
  broken = true;
  const keys = {
    kind: 'keys',
    digits: '1',
    token: call?.request.token ?? '',
    sid,
    requestToken: 'a',
  } as const;
  await assert.rejects(harness.hear(keys), { code: 'store-unavailable' });
});

// rule: saved-state-drives-phones
test('the callback is connected from the visitor’s answer on', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  await harness.clock.advance(1_000);
  assert.equal((await harness.record(callbackId)).callback.status, 'connected');
});

const ends: [string, Partial<CarrierScript>][] = [
  ['visitor-busy', { visitor: () => ({ ...talksAMinute, answers: 'busy' }) }],
  ['visitor-no-answer', { visitor: () => ({ ...talksAMinute, answers: 'never' }) }],
  ['visitor-unreachable', { visitor: () => ({ ...talksAMinute, answers: 'unreachable' }) }],
  ['visitor-not-connected', { visitor: () => ({ ...talksAMinute, answers: 'refused' }) }],
  ['technical-fault', { question: ({ kind }) => (kind === 'prompt' ? 'unanswered' : 'answered') }],
  ['technical-fault', { question: ({ kind }) => (kind === 'keys' ? 'unanswered' : 'answered') }],
  ['short-or-voicemail', { visitor: () => ({ ...talksAMinute, hangsUpAfter: 5_000 }) }],
  [
    'business-hung-up',
    {
      business: () => ({ ...takesTheCall, hangsUpAfter: 5_000 }),
      visitor: () => ({ ...talksAMinute, answers: 'never' }),
    },
  ],
];

for (const [outcome, script] of ends) {
  // rule: saved-state-drives-phones
  test(`${outcome} fails the callback, and the business gets one notice`, async () => {
    await using harness = await openHarness({ script });
    const { callbackId, reference } = await harness.proven();
    const callback = await harness.settled(callbackId);
    assert.deepEqual([callback.status, callback.outcome, callback.notice], ['failed', outcome, 'sent']);
    const notices = harness.carrier.texts.filter(({ to }) => to === '+12015550124');
    assert.equal(notices.length, 1);
    assert.ok(notices[0]?.body.includes(reference));
  });
}

// rule: saved-state-drives-phones
test('a visitor’s phone rings about 15 seconds, so that no voicemail answers', async () => {
  await using harness = await openHarness({
    script: { visitor: () => ({ ...talksAMinute, answers: 22_000 }) },
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'visitor-no-answer');
});
