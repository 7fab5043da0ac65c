import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setOptOut } from '../../../backend/usecases/opt-outs.ts';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { openSession } from '../../../backend/usecases/sign-in/session.ts';
import { deliveredText, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleResend } from '../../support/engine/visitor-actions.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const phone = '+12015550150';
const owner = '+12015550124';

function stop(from: string) {
  return { kind: 'inbound', from, to: '+12015550100', body: 'STOP', optOut: 'stop' } as const;
}

function textsTo({ carrier }: Harness, number: string) {
  return carrier.texts.filter(({ to }) => to === number);
}

function delivered(harness: Harness) {
  return textsTo(harness, phone).filter(({ accepted }) => accepted).length;
}

async function provenSession(harness: Harness): Promise<string> {
  const identity = { fingerprint: 'ann', provider: 'whatsapp', name: undefined, email: undefined };
  return (await openSession(harness.process().ports, { ...identity, provenPhone: phone })).token;
}

/** What a requester sees of a callback that is not proven, step by step for ten minutes. */
async function watched(harness: Harness, asked: Parameters<Harness['request']>[0]) {
  const requested = await harness.request(asked);
  if (!requested.ok) return requested;
  const { callbackId } = requested.callback;
  const seen = [];
  for (const ms of [0, 1_000, 60_000, 540_000, 1_800_000]) {
    await harness.clock.advance(ms);
    const { status, outcome, notice, code } = (await harness.record(callbackId)).callback;
    seen.push({ status, outcome, notice, delivery: code.delivery, guesses: code.guesses });
  }
  return seen;
}

const strangersView = [
  { why: 'sent STOP', prepare: (harness: Harness) => harness.hearText(stop(phone)) },
  { why: 'is blocked', prepare: async () => {}, blockedNumbers: [phone.slice(0, -2)] },
  {
    why: 'got ten codes for others today',
    async prepare(harness: Harness) {
      for (let count = 0; count < 10; count += 1) {
        await harness.request({ phone });
        await harness.clock.advance(3_600_000 / 5);
      }
    },
  },
  {
    why: 'opted out at the carrier',
    prepare: async () => {},
    text: ({ to }: { to: string }) =>
      to === phone ? { ...deliveredText, fate: 'refused' as const } : deliveredText,
  },
];

for (const { why, prepare, blockedNumbers = [], text } of strangersView) {
  test(`a stranger cannot see that a number ${why}`, async () => {
    const sites = [sampleSite({ site: { blockedNumbers } })];
    await using harness = await openHarness({ sites, script: text === undefined ? {} : { text } });
    await prepare(harness);
    const before = delivered(harness);
    const usual = await watched(harness, { phone: '+12125550177' });
    assert.deepEqual(await watched(harness, { phone }), usual);
    assert.equal(delivered(harness), before);
    const networks = { near: 'a stranger', wide: undefined };
    const answers = async (asked: string) => {
      const reasons = [];
      for (let count = 0; count < 4; count += 1) {
        const answer = await harness.request({ phone: asked, networks });
        reasons.push(answer.ok || answer.reason);
        if (answer.ok) await harness.clock.advance(31_000);
        if (answer.ok)
          await resendCode(harness.process().ports, sampleResend(answer.callback.callbackId, 'a stranger'));
      }
      return reasons;
    };
    const first = await answers(phone);
    await harness.clock.advance(24 * 3_600_000);
    assert.deepEqual(first, await answers('+12125550177'));
    assert.deepEqual(first.slice(-1), ['too-many-codes']);
  });
}

test('a number that sent STOP gets codes again after START', async () => {
  await using harness = await openHarness();
  await harness.hearText(stop(phone));
  await harness.hearText({ ...stop(phone), body: 'START', optOut: 'start' });
  assert.equal((await harness.request({ phone })).ok, true);
  await harness.clock.advance(1_000);
  assert.equal(textsTo(harness, phone).length, 1);
});

test('a visitor who proved a number by signing in learns that it sent STOP', async () => {
  await using harness = await openHarness();
  await harness.hearText(stop(phone));
  const bearer = await provenSession(harness);
  assert.deepEqual(await harness.request({ phone, bearer }), { ok: false, reason: 'opted-out' });
});

test('a STOP between the check and the commit prevents the text message', async () => {
  let asked = 0;
  await using harness = await openHarness({
    wrapStore: (store) => ({
      ...store,
      async isOptedOut(fingerprints) {
        const before = await store.isOptedOut(fingerprints);
        asked += 1;
        if (asked === 1) await store.setOptOut(fingerprints, true, 0);
        return before;
      },
    }),
  });
  assert.ok((await harness.request({ phone })).ok);
  await harness.clock.advance(600_000);
  assert.equal(textsTo(harness, phone).length, 0);
});

test('a STOP before the code is sent prevents the text message', async () => {
  await using harness = await openHarness({
    script: { text: () => ({ ...deliveredText, fate: 'unsent' }) },
  });
  const requested = await harness.request({ phone });
  assert.ok(requested.ok);
  await harness.clock.advance(1_000);
  const before = textsTo(harness, phone).length;
  await harness.hearText(stop(phone));
  await harness.clock.advance(600_000);
  assert.equal(textsTo(harness, phone).length, before);
  assert.equal((await harness.settled(requested.callback.callbackId)).outcome, 'not-verified');
});

test('after a STOP another code is promised and not sent', async () => {
  await using harness = await openHarness();
  const requested = await harness.request({ phone });
  assert.ok(requested.ok);
  await harness.clock.advance(120_000);
  await harness.hearText(stop(phone));
  const again = await resendCode(harness.process().ports, sampleResend(requested.callback.callbackId));
  assert.equal(again.ok, true);
  await harness.clock.advance(120_000);
  assert.equal(textsTo(harness, phone).length, 1);
});

test('a STOP while the business phone rings ends the call before the visitor’s leg', async () => {
  await using harness = await openHarness({
    script: { business: () => ({ ...takesTheCall, answersAfter: 10_000 }) },
  });
  const { callbackId } = await harness.proven({ phone });
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'calling');
  await harness.hearText(stop(phone));
  const ended = await harness.settled(callbackId);
  assert.equal(ended.outcome, 'cancelled-by-visitor');
  assert.deepEqual(
    harness.carrier.calls.flatMap((call) => call.visitor ?? []),
    [],
  );
});

test('a failed callback cannot be retried for a number that sent STOP since', async () => {
  await using harness = await openHarness({
    script: { business: () => ({ ...takesTheCall, presses: '2' }) },
  });
  const { callbackId } = await harness.proven({ phone });
  await harness.settled(callbackId);
  await harness.hearText(stop(phone));
  await harness.retry(callbackId);
  const ended = await harness.settled(callbackId);
  assert.equal(ended.outcome, 'opted-out');
  assert.equal(harness.carrier.calls.length, 1);
});

test('an opted-out business gets its notice by the next channel, with a log line', async () => {
  await using harness = await openHarness({
    script: { business: () => ({ ...takesTheCall, presses: '2' }) },
  });
  await setOptOut(harness.process().ports, owner, true, harness.clock.now());
  const { callbackId, reference } = await harness.proven({ phone });
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
  assert.equal(textsTo(harness, owner).length, 0);
  assert.equal(harness.email.notices.length, 1);
  const line = harness.log.find(({ level, message }) => level === 'error' && /opted out/.test(message));
  assert.equal(line?.fields.reference, reference);
  assert.match(String(line?.fields.fix), /START/);
});

for (const [name, connected, outcome] of [
  ['during a conversation does not end it', true, 'talked'],
  ['while the visitor’s phone rings cancels the call', false, 'cancelled-by-visitor'],
] as const) {
  test(`a STOP ${name}`, async () => {
    await using harness = await openHarness();
    const { callbackId } = await harness.proven({ phone });
    const awaited = connected ? 'in-progress' : 'ringing';
    await harness.until(() => harness.carrier.calls[0]?.visitor?.status === awaited);
    if (connected) await harness.clock.advance(2_000);
    await harness.hearText(stop(phone));
    assert.equal((await harness.settled(callbackId)).outcome, outcome);
    assert.deepEqual(await harness.request({ phone, bearer: await provenSession(harness) }), {
      ok: false,
      reason: 'opted-out',
    });
    const talked = harness.carrier.calls[0]?.bridgedSeconds;
    assert.equal(talked, connected ? 60 : undefined);
  });
}
