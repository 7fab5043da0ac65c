import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CarrierRefusal } from '../../../backend/ports/carrier/carrier-errors.ts';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { deliveredText, type TextFate } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';
import { sampleResend } from '../../support/engine/visitor-actions.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const visitor = '+12015550145';
const noCountry: CarrierRefusal = { class: 'not-permitted', code: '21408', advice: 'allow the country' };
const filtered: CarrierRefusal = { class: 'not-permitted', code: '30007', advice: 'register the sender' };

const faults: [name: string, fate: Partial<TextFate>][] = [
  ['refused for a fault of the platform', { fate: 'refused', error: noCountry }],
  ['reported as filtered', { report: 'undelivered', error: filtered }],
  ['never accepted by a carrier that is down', { fate: 'unsent' }],
];

for (const [name, fate] of faults) {
  test(`a code ${name} does not count for a limit, and another works after the fix`, async () => {
    let broken = true;
    await using harness = await openHarness({
      script: { text: () => (broken ? { ...deliveredText, ...fate } : deliveredText) },
    });
    const { ports } = harness.process();
    const requested = await harness.request({ phone: visitor });
    assert.ok(requested.ok);
    const { callbackId } = requested.callback;
    const pending = async () => (await harness.record(callbackId)).callback;
    await harness.clock.advance(120_000);
    for (let send = 2; send <= 6; send += 1) {
      assert.deepEqual([(await pending()).status, (await pending()).code.delivery], ['pending', 'blocked']);
      assert.deepEqual(await ports.store.codesTo(visitor, { kind: 'sent' }, 0), []);
      await harness.clock.advance(300_000);
      if (send === 6) broken = false;
      assert.equal((await resendCode(ports, sampleResend(callbackId))).ok, true, `sending ${send}`);
      await harness.clock.advance(120_000);
    }
    assert.equal((await pending()).code.delivery, 'sent');
    await harness.prove(callbackId);
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  });
}

test('a blocked code ends its callback as blocked, not as entered too late', async () => {
  await using harness = await openHarness({
    script: { text: () => ({ ...deliveredText, fate: 'refused', error: noCountry }) },
  });
  const requested = await harness.request();
  assert.ok(requested.ok);
  assert.equal((await harness.settled(requested.callback.callbackId)).outcome, 'code-blocked');
});

test('a number that takes no texts ends its callback as before', async () => {
  await using harness = await openHarness({
    script: {
      text: () => ({
        ...deliveredText,
        fate: 'refused',
        error: { class: 'bad-number', code: '21614', advice: 'enter a mobile number' },
      }),
    },
  });
  const requested = await harness.request();
  assert.ok(requested.ok);
  assert.equal((await harness.settled(requested.callback.callbackId)).outcome, 'code-not-sent');
});

const wrongKeys: CarrierRefusal = { class: 'config', code: '20003', advice: 'copy the auth token again' };

test('the next channel tells the business of a visitor whose code a fault kept back', async () => {
  for (const error of [wrongKeys, noCountry]) {
    await using harness = await openHarness({
      script: { text: () => ({ ...deliveredText, fate: 'refused', error }) },
    });
    const requested = await harness.request();
    assert.ok(requested.ok);
    const ended = await harness.settled(requested.callback.callbackId);
    assert.deepEqual([ended.outcome, ended.notice], ['code-blocked', 'sent']);
    assert.equal(harness.email.notices.length, 1);
    assert.match(
      harness.email.notices[0]?.text ?? '',
      /our texts cannot be sent, so the number is not confirmed/,
    );
    assert.match(harness.email.notices[0]?.text ?? '', /Phone: \+1/);
  }
});

test('without another channel the visitor reads that the business could not be told', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ callback: { noticeChannels: ['sms'] } })],
    script: { text: () => ({ ...deliveredText, fate: 'refused', error: wrongKeys }) },
  });
  const requested = await harness.request();
  assert.ok(requested.ok);
  const ended = await harness.settled(requested.callback.callbackId);
  assert.deepEqual([ended.outcome, ended.notice], ['code-blocked', 'failed']);
});

test('a visitor who only did not enter the code causes no notice', async () => {
  await using harness = await openHarness();
  const requested = await harness.request();
  assert.ok(requested.ok);
  const ended = await harness.settled(requested.callback.callbackId);
  assert.deepEqual([ended.outcome, ended.notice, harness.email.notices.length], ['not-verified', 'none', 0]);
});
