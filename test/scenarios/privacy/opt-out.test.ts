import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setOptOut } from '../../../backend/usecases/opt-outs.ts';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { deliveredText, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';

const phone = '+12015550150';
const owner = '+12015550124';

function stop(from: string) {
  return { kind: 'inbound', from, to: '+12015550100', body: 'STOP', optOut: 'stop' } as const;
}

function textsTo({ carrier }: Harness, number: string) {
  return carrier.texts.filter(({ to }) => to === number);
}

test('a number that sent STOP is refused until it sends START', async () => {
  await using harness = await openHarness();
  await harness.hearText(stop(phone));
  assert.deepEqual(await harness.request({ phone }), { ok: false, reason: 'opted-out' });
  await harness.hearText({ ...stop(phone), body: 'START', optOut: 'start' });
  assert.equal((await harness.request({ phone })).ok, true);
});

test('a STOP between the check and the commit counts', async () => {
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
  assert.deepEqual(await harness.request({ phone }), { ok: false, reason: 'opted-out' });
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
  assert.equal((await harness.settled(requested.callback.callbackId)).outcome, 'code-not-sent');
});

test('after a STOP no other code can be requested', async () => {
  await using harness = await openHarness();
  const requested = await harness.request({ phone });
  assert.ok(requested.ok);
  await harness.clock.advance(120_000);
  await harness.hearText(stop(phone));
  const again = await resendCode(harness.process().ports, requested.callback.callbackId);
  assert.deepEqual(again, { ok: false, reason: 'opted-out' });
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
  assert.equal(harness.email.mails.length, 1);
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
    assert.deepEqual(await harness.request({ phone }), { ok: false, reason: 'opted-out' });
    const talked = harness.carrier.calls[0]?.bridgedSeconds;
    assert.equal(talked, connected ? 60 : undefined);
  });
}
