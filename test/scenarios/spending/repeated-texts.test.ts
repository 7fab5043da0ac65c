import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { deliveredText, type TextFate, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { counted } from '../../support/fraud/counters.ts';

const owner = '+12015550124';
const segment = 12_000;

async function open(options: HarnessOptions = {}) {
  const caps = { textsPerHour: 100, callsPerDay: 100, minutesPerDay: 1_000, moneyPerDay: 10 ** 9 };
  return { caps, harness: await openHarness({ sites: [sampleSite({ spending: { caps } })], ...options }) };
}

async function asked(harness: Harness): Promise<string> {
  const requested = await harness.request();
  assert.ok(requested.ok, JSON.stringify(requested));
  return requested.callback.callbackId;
}

function fates(...all: TextFate['fate'][]) {
  return {
    text: () => ({ ...deliveredText, fate: all.shift() ?? 'accepted' }),
  };
}

test('every sending of a code is charged, requested or repeated', async () => {
  const { harness } = await open({ script: fates('retry', 'retry', 'accepted') });
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(40_000);
  assert.equal(harness.carrier.texts.length, 3);
  assert.deepEqual(counted(harness), { texts: 3, calls: 0, minutes: 0, money: 3 * segment });
  assert.equal((await resendCode(harness.process().ports, callbackId)).ok, true);
  await harness.clock.advance(1_000);
  assert.equal(harness.carrier.texts.length, 4);
  assert.equal(counted(harness).money, 4 * segment);
});

test('under a reached cap no other code is sent, and the visitor gets a retry time', async () => {
  const { harness, caps } = await open();
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(40_000);
  caps.textsPerHour = 3;
  const refused = await resendCode(harness.process().ports, callbackId);
  const retryAt = Date.UTC(2030, 0, 7, 16);
  assert.deepEqual(refused, { ok: false, reason: 'budget-reached', retryAt });
  caps.textsPerHour = 5;
  assert.equal((await resendCode(harness.process().ports, callbackId)).ok, true);
});

test('a code is not repeated beyond the caps, and the callback ends as code-not-sent', async () => {
  const { harness, caps } = await open({ script: fates('retry', 'retry', 'retry') });
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(100);
  caps.textsPerHour = 1;
  assert.equal((await harness.settled(callbackId)).outcome, 'code-not-sent');
  assert.equal(harness.carrier.texts.length, 1);
  assert.equal(counted(harness).texts, 1);
});

test('every repeat of a notice is charged; beyond the caps the next channel starts', async () => {
  const { harness, caps } = await open({
    script: {
      business: () => ({ ...takesTheCall, presses: '2' }),
      text: ({ to }) => ({ ...deliveredText, fate: to === owner ? 'retry' : 'accepted' }),
    },
  });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  const sent = () => harness.carrier.texts.filter(({ to }) => to === owner).length;
  await harness.until(() => sent() === 3);
  const { texts } = counted(harness);
  caps.textsPerHour = texts;
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
  assert.equal(sent(), 3);
  assert.equal(harness.email.mails.length, 1);
  // The code, the reserve for the first sending, and two repeats of one segment.
  assert.equal(counted(harness).texts, 1 + 3 + 2);
});

test('a code whose sender died is charged again: the carrier could have sent it', async () => {
  for (const when of ['before', 'after'] as const) {
    let died = false;
    const { harness } = await open({
      watch({ what, when: now }) {
        if (died || what !== 'send' || now !== when) return undefined;
        died = true;
        return 'kill';
      },
    });
    await using _closing = harness;
    await harness.request().catch(() => undefined);
    await harness.clock.advance(1_000);
    assert.equal(harness.isRunning(), false);
    await harness.reopen();
    await harness.clock.advance(40_000);
    const left = harness.carrier.texts.length;
    assert.equal(counted(harness).texts, 2);
    assert.ok(left >= 1 && left <= 2, `${left} left`);
  }
});
