import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { openSession } from '../../../backend/usecases/sign-in/session.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleResend } from '../../support/engine/visitor-actions.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const phone = '+12015550150';
const hour = 3_600_000;

function textsTo({ carrier }: Harness, number: string): number {
  return carrier.texts.filter(({ to }) => to === number).length;
}

async function requestsBy(harness: Harness, near: string, numbers: readonly string[]): Promise<string[]> {
  const answers = [];
  for (const [index, each] of numbers.entries()) {
    const networks = { near, wide: undefined };
    const answer = await harness.request({ client: `${near} ${index}`, networks, phone: each });
    answers.push(answer.ok ? 'promised' : answer.reason);
    await harness.clock.advance(1_000);
  }
  return answers;
}

async function bearerOf(harness: Harness, provenPhone: string | undefined): Promise<string> {
  const identity = { fingerprint: 'ann', provider: 'whatsapp', name: undefined, email: undefined };
  return (await openSession(harness.process().ports, { ...identity, provenPhone })).token;
}

/** Whether the owner of the number gets a code on their phone and can enter it. */
async function ownerIsServed(harness: Harness, own = phone): Promise<boolean> {
  const before = textsTo(harness, own);
  const requested = await harness.request({ client: 'owner', phone: own });
  await harness.clock.advance(2_000);
  if (!requested.ok || textsTo(harness, own) === before) return false;
  return (await harness.prove(requested.callback.callbackId)).ok;
}

test('a stranger who asks in someone’s name is refused, and the owner gets a code', async () => {
  await using harness = await openHarness();
  const answers = await requestsBy(harness, 'stranger', [phone, phone, phone, phone, phone]);
  assert.deepEqual(answers, ['promised', 'promised', 'promised', 'too-many-codes', 'too-many-codes']);
  assert.equal(textsTo(harness, phone), 3);
  assert.ok(await ownerIsServed(harness));
});

test('a stranger who asks again and again for one callback does not lock the owner out', async () => {
  await using harness = await openHarness();
  const networks = { near: 'stranger', wide: undefined };
  const asked = await harness.request({ phone, networks });
  assert.ok(asked.ok);
  for (let count = 0; count < 10; count += 1) {
    await harness.clock.advance(310_000);
    await resendCode(harness.process().ports, sampleResend(asked.callback.callbackId, 'stranger'));
  }
  assert.ok(textsTo(harness, phone) <= 3);
  assert.ok(await ownerIsServed(harness));
});

test('twenty requests for a hundred neighbouring numbers do not lock their owners out', async () => {
  const blockLimits = [{ windowMs: hour, max: 20 }];
  await using harness = await openHarness({ sites: [sampleSite({ spending: { blockLimits } })] });
  const neighbours = Array.from({ length: 7 }, (_, index) => `+120155501${60 + index}`);
  for (const near of ['one', 'two', 'three', 'four', 'five']) await requestsBy(harness, near, neighbours);
  const sent = neighbours.reduce((sum, each) => sum + textsTo(harness, each), 0);
  assert.ok(sent >= 20, `${sent} were sent`);
  assert.ok(await ownerIsServed(harness));
});

test('when a thousand networks ask in someone’s name, ten texts a day arrive', async () => {
  await using harness = await openHarness();
  for (let count = 0; count < 200; count += 1) {
    await requestsBy(harness, `network ${count}`, [phone]);
    if (count % 20 === 0) await harness.clock.advance(hour);
  }
  assert.equal(textsTo(harness, phone), 10);
});

test('the owner of a flooded number is served by signing in', async () => {
  await using harness = await openHarness();
  for (let count = 0; count < 30; count += 1) await requestsBy(harness, `network ${count}`, [phone]);
  assert.equal(await ownerIsServed(harness), false);
  const before = textsTo(harness, phone);
  const withCode = await harness.request({ phone, bearer: await bearerOf(harness, undefined) });
  await harness.clock.advance(2_000);
  assert.ok(withCode.ok);
  assert.equal(textsTo(harness, phone), before + 1);
  const byWhatsapp = await harness.request({ phone, bearer: await bearerOf(harness, phone) });
  assert.equal(byWhatsapp.ok && byWhatsapp.callback.status, 'verified');
});

test('the owner of a flooded number gets a code when an hour has passed', async () => {
  await using harness = await openHarness();
  for (let count = 0; count < 7; count += 1) await requestsBy(harness, `network ${count}`, [phone]);
  assert.equal(await ownerIsServed(harness), false);
  await harness.clock.advance(hour);
  assert.ok(await ownerIsServed(harness));
});

test('two addresses cannot use up the texts of an hour by requests and further codes', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ spending: { caps: { ...sampleSite().rules.spending.caps, textsPerHour: 200 } } })],
  });
  for (const near of ['192.0.2.0/24', '198.51.100.0/24']) {
    for (let count = 0; count < 37; count += 1) {
      const networks = { near, wide: undefined };
      const own = `+1202${300 + count}0150`;
      const asked = await harness.request({ client: `${near} ${count}`, networks, phone: own });
      await harness.clock.advance(31_000);
      if (asked.ok) await resendCode(harness.process().ports, sampleResend(asked.callback.callbackId, near));
    }
  }
  assert.ok(harness.carrier.texts.length <= 12, `${harness.carrier.texts.length} were sent`);
  assert.ok(await ownerIsServed(harness));
});

test('tries to find the owner’s private number count as requests', async () => {
  await using harness = await openHarness();
  const answers = [];
  for (let count = 0; count < 6; count += 1) {
    const answer = await harness.request({ client: 'seeker', phone: '+12015550124' });
    answers.push(!answer.ok && answer.reason);
  }
  assert.deepEqual(answers, [...Array(5).fill('phone-refused'), 'too-many-requests']);
});

test('a code that was not sent proves no number, even with the right digits', async () => {
  await using harness = await openHarness();
  const asked = [];
  for (let count = 0; count < 7; count += 1)
    asked.push(await harness.request({ phone, networks: { near: `network ${count}`, wide: undefined } }));
  await harness.clock.advance(1_000);
  assert.equal(textsTo(harness, phone), 6);
  const [sent, withheld] = [asked.at(-2), asked.at(-1)];
  assert.ok(sent?.ok && withheld?.ok);
  const entered = await harness.prove(withheld.callback.callbackId);
  assert.deepEqual(entered, { ok: false, reason: 'wrong-code', guessesLeft: 4 });
  assert.equal((await harness.prove(sent.callback.callbackId)).ok, true);
});
