import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeChannel } from '../../../backend/domain/effect.ts';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { deliveredText, type TextFate, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleResend } from '../../support/engine/visitor-actions.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { counted, reservedParts } from '../../support/fraud/counters.ts';

const owner = '+12015550124';
const segment = 12_000;
const hour = 3_600_000;

async function open(
  options: HarnessOptions = {},
  noticeChannels: readonly NoticeChannel[] = ['sms', 'email'],
) {
  const caps = { textsPerHour: 100, callsPerDay: 100, minutesPerDay: 1_000, moneyPerDay: 10 ** 9 };
  const site = sampleSite({ spending: { caps }, callback: { noticeChannels } });
  return { caps, harness: await openHarness({ sites: [site], ...options }) };
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

test('every sending of a code that can exist is charged, requested or repeated', async () => {
  const { harness } = await open({ script: fates('unsent', 'lost', 'accepted') });
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(40_000);
  assert.equal(harness.carrier.texts.length, 3);
  assert.deepEqual(counted(harness), { texts: 2, calls: 0, minutes: 0, money: 2 * segment });
  assert.equal((await resendCode(harness.process().ports, sampleResend(callbackId))).ok, true);
  await harness.clock.advance(1_000);
  assert.equal(harness.carrier.texts.length, 4);
  assert.equal(counted(harness).money, 3 * segment);
});

test('under a reached cap no other code is sent, and the visitor gets a retry time', async () => {
  const { harness, caps } = await open();
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(40_000);
  caps.textsPerHour = 1;
  const refused = await resendCode(harness.process().ports, sampleResend(callbackId));
  const retryAt = Date.UTC(2030, 0, 7, 15, 5);
  assert.deepEqual(refused, { ok: false, reason: 'budget-reached', retryAt });
  caps.textsPerHour = 5;
  assert.equal((await resendCode(harness.process().ports, sampleResend(callbackId))).ok, true);
});

test('a code is not repeated beyond the caps, and the callback ends as code-not-sent', async () => {
  const { harness, caps } = await open({ script: fates('lost', 'lost', 'lost') });
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(100);
  caps.textsPerHour = 1;
  assert.equal((await harness.settled(callbackId)).outcome, 'code-not-sent');
  assert.equal(harness.carrier.texts.length, 1);
  assert.equal(counted(harness).texts, 1);
});

/** The business declines, and its notice gets this result; the carrier lists no messages. */
function missed(fate: TextFate['fate']) {
  return {
    business: () => ({ ...takesTheCall, presses: '2' }),
    text: ({ to }: { to: string }) => ({
      ...deliveredText,
      report: to === owner ? undefined : deliveredText.report,
      fate: to === owner ? fate : ('accepted' as const),
    }),
  };
}

function textsToOwner(harness: Harness): number {
  return harness.carrier.texts.filter(({ to }) => to === owner).length;
}

test('repeats of a notice use its reserve first, and then each is charged', async () => {
  const { harness } = await open({ script: { ...missed('lost'), askingText: () => 'missing' } }, ['sms']);
  await using _closing = harness;
  await harness.proven();
  await harness.until(() => textsToOwner(harness) === 3);
  // The code and three segments set aside for the notice, whose body has one.
  assert.equal(counted(harness).texts, 1 + 3);
  await harness.until(() => textsToOwner(harness) === 4);
  assert.equal(counted(harness).texts, 1 + 3 + 1);
});

for (const [when, fate, listed] of [
  ['was not sent', 'unsent', 'answered'],
  ['has no answer', 'lost', 'missing'],
  ['has no answer and is not listed', 'lost', 'answered'],
] as const) {
  test(`under a reached cap the reserve pays a repeat when the first try ${when}`, async () => {
    const { harness, caps } = await open({ script: { ...missed(fate), askingText: () => listed } });
    await using _closing = harness;
    const { callbackId } = await harness.proven();
    await harness.until(() => textsToOwner(harness) === 1);
    caps.moneyPerDay = 0;
    harness.carrier.script.text = () => deliveredText;
    const before = counted(harness).texts;
    await harness.until(() => textsToOwner(harness) === 2);
    assert.equal((await harness.settled(callbackId)).notice, 'sent');
    assert.equal(harness.email.notices.length, 0);
    assert.ok(counted(harness).texts <= before);
  });
}

test('beyond reserve and caps a notice waits, and the next channel starts', async () => {
  const { harness, caps } = await open({ script: { ...missed('lost'), askingText: () => 'missing' } });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.until(() => textsToOwner(harness) === 3);
  caps.moneyPerDay = 0;
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
  assert.equal(textsToOwner(harness), 3);
  assert.equal(harness.email.notices.length, 1);
});

test('after its sender’s crash a code is searched for, and charged again if missing', async () => {
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
    const carriedOut = harness.carrier.carriedOutTexts.length;
    assert.equal(carriedOut, 1);
    assert.equal(counted(harness).texts, when === 'before' ? 2 : 1);
  }
});

test('a reserve that was certainly not used pays for a repeat beyond the caps', async () => {
  const { harness, caps } = await open({ script: missed('lost') }, ['sms']);
  await using _closing = harness;
  await harness.proven();
  await harness.until(() => textsToOwner(harness) === 3);
  caps.moneyPerDay = 0;
  await harness.clock.advance(5 * hour);
  assert.ok(textsToOwner(harness) > 3, 'the carrier lists no text, so none was paid for');
});

test('beyond the caps no repeat is sent that can be another text', async () => {
  const { harness, caps } = await open({ script: { ...missed('lost'), askingText: () => 'missing' } }, [
    'sms',
  ]);
  await using _closing = harness;
  await harness.proven();
  await harness.until(() => textsToOwner(harness) === 3);
  caps.moneyPerDay = 0;
  await harness.clock.advance(20 * hour);
  assert.equal(textsToOwner(harness), 3);
});

test('two sendings of a notice that both can exist are both paid', async () => {
  const notices: TextFate['fate'][] = ['lost', 'accepted'];
  const { harness } = await open({
    script: {
      ...missed('accepted'),
      text: ({ to }) => ({
        ...deliveredText,
        fate: to === owner ? (notices.shift() ?? 'accepted') : 'accepted',
      }),
      askingText: () => 'missing',
    },
  });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
  assert.equal(textsToOwner(harness), 2);
  assert.equal(counted(harness).texts, 1 + 2);
});

test('a failure reported before the answer leaves one sending charged', async () => {
  const { harness } = await open({ script: missed('accepted') });
  await using _closing = harness;
  const { text } = harness.carrier.script;
  harness.carrier.script.text = (sent) =>
    sent.to === owner ? { ...text(sent), report: 'undelivered', reportAfter: 0 } : text(sent);
  harness.email.answering = () => ({ result: 'unsent', reason: 'the mail server is busy' });
  await harness.proven();
  await harness.until(() => harness.email.notices.length > 0);
  await harness.clock.advance(1_000);
  assert.deepEqual(reservedParts(harness), []);
  assert.equal(counted(harness).texts, 1 + 1);
});
