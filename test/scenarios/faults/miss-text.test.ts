import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveredText, type Phone, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const visitor = '+12015550145';
const unanswered: Phone = { ...takesTheCall, answers: 'never' };

function openTexting(options: HarnessOptions = {}, differing: Parameters<typeof sampleSite>[0] = {}) {
  const callback = { textsMissedVisitor: true, ...differing.callback };
  return openHarness({
    store: 'memory',
    sites: [sampleSite({ ...differing, callback })],
    ...options,
    script: { business: () => unanswered, ...options.script },
  });
}

/** The texts that tell a visitor where to ask again. */
function apologies({ carrier }: Harness): string[] {
  return carrier.carriedOutTexts
    .filter(({ to, body }) => to === visitor && body.includes('https://bakery.example/contact'))
    .map(({ body }) => body);
}

async function miss(harness: Harness): Promise<string> {
  const { callbackId } = await harness.proven({ phone: visitor, language: 'de' });
  await harness.settled(callbackId);
  return callbackId;
}

const missed: [end: string, script: HarnessOptions['script']][] = [
  ['a business that does not answer', {}],
  ['a business that declines', { business: () => ({ ...takesTheCall, presses: '2' }) }],
  ['a visitor who does not answer', { business: () => takesTheCall, visitor: () => unanswered }],
];

for (const [end, script] of missed) {
  test(`after ${end}, the visitor is texted once where to ask again`, async () => {
    await using harness = await openTexting({ script: script ?? {} });
    await miss(harness);
    await harness.clock.advance(86_400_000);
    assert.deepEqual(apologies(harness), [
      'Riverside Bakery: Leider haben wir uns verpasst. Neuen Anruf anfordern: https://bakery.example/contact STOP als Antwort beendet SMS.',
    ]);
  });
}

test('a visitor who talked, cancelled or is unsure to have talked gets no such text', async () => {
  const doubtful = { placing: () => ({ fate: 'lost', answerAfter: 8_000, queued: 0 }) as const };
  for (const script of [{ business: () => takesTheCall }, doubtful]) {
    await using harness = await openTexting({ script });
    await miss(harness);
    await harness.clock.advance(3_600_000);
    assert.deepEqual(apologies(harness), []);
  }
  await using harness = await openTexting();
  const { callbackId } = await harness.proven({ phone: visitor });
  await harness.cancel(callbackId);
  await harness.clock.advance(3_600_000);
  assert.deepEqual(apologies(harness), []);
});

test('after STOP a missed visitor gets no text, also when it comes within the delay', async () => {
  await using harness = await openTexting();
  await miss(harness);
  await harness.hearText({
    kind: 'inbound',
    from: visitor,
    to: '+12015550100',
    body: 'STOP',
    optOut: 'stop',
  });
  await harness.clock.advance(3_600_000);
  assert.deepEqual(apologies(harness), []);
});

test('a retry or a mark as done within the delay disarms the text', async () => {
  await using harness = await openTexting();
  const callbackId = await miss(harness);
  await harness.clock.advance(60_000);
  harness.carrier.script.business = () => takesTheCall;
  assert.ok((await harness.retry(callbackId)).ok);
  await harness.settled(callbackId);
  await harness.clock.advance(3_600_000);
  assert.deepEqual(apologies(harness), []);
});

test('a retry within the delay that is missed as well is told once, after its own end', async () => {
  await using harness = await openTexting();
  const callbackId = await miss(harness);
  await harness.clock.advance(70_000);
  assert.ok((await harness.retry(callbackId)).ok);
  const { endedAt = 0 } = await harness.settled(callbackId);
  await harness.clock.advance(endedAt + 115_000 - harness.clock.now());
  assert.deepEqual(apologies(harness), [], 'the first text is disarmed');
  await harness.clock.advance(3_600_000);
  assert.equal(apologies(harness).length, 1);
});

test('a second miss after a retry is not told again', async () => {
  await using harness = await openTexting();
  const callbackId = await miss(harness);
  await harness.clock.advance(300_000);
  assert.ok((await harness.retry(callbackId)).ok);
  await harness.settled(callbackId);
  await harness.clock.advance(3_600_000);
  assert.equal(apologies(harness).length, 1);
});

test('the text counts under the cap of an hour, and beyond it is not sent', async () => {
  const plenty = 1_000_000_000;
  const caps = { textsPerHour: 1, callsPerDay: plenty, minutesPerDay: plenty, moneyPerDay: plenty };
  await using harness = await openTexting({}, { spending: { caps } });
  await miss(harness);
  await harness.clock.advance(3_600_000);
  assert.deepEqual(apologies(harness), []);
});

test('after a lost answer or a crash around the text, it is looked for, not repeated', async () => {
  for (const when of ['before', 'after'] as const) {
    let died = false;
    let isDue = false;
    await using harness = await openTexting({
      watch({ to, what, when: side }) {
        if (!isDue || died || to !== 'carrier' || what !== 'send' || side !== when) return undefined;
        died = true;
        return 'kill';
      },
    });
    await miss(harness);
    isDue = true;
    await harness.until(() => died);
    await harness.reopen();
    await harness.clock.advance(3_600_000);
    assert.equal(apologies(harness).length, 1, when);
  }
  await using harness = await openTexting();
  await miss(harness);
  harness.carrier.script.text = () => ({ ...deliveredText, fate: 'answer-lost' });
  await harness.clock.advance(3_600_000);
  assert.equal(apologies(harness).length, 1, 'answer lost');
});

test('without the setting no visitor is texted after a miss', async () => {
  await using harness = await openTexting({}, { callback: { textsMissedVisitor: false } });
  await miss(harness);
  await harness.clock.advance(3_600_000);
  assert.deepEqual(apologies(harness), []);
});
