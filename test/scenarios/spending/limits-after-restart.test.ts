import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import type { CallbackRequest } from '../../../backend/usecases/request/request-callback.ts';
import { openSession } from '../../../backend/usecases/sign-in/session.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { counted, reservedParts } from '../../support/fraud/counters.ts';

const minute = 60_000;
const hour = 60 * minute;

/** `let in`, or the reason of the rejection. */
async function ask(harness: Harness, asked: Partial<CallbackRequest>): Promise<string> {
  const answer = await harness.request(asked);
  return answer.ok ? 'let in' : answer.reason;
}

/** Numbers in different blocks. */
function numberOf(index: number): string {
  const area = [201, 214, 215, 216, 217, 218, 219, 224, 225, 228][index % 10];
  return `+1${area}${220 + Math.floor(index / 10)}0150`;
}

/** Uses up the limit, with some restarts in between and one at the end. */
async function useUp(
  harness: Harness,
  { times, pause }: { times: number; pause: number },
  who: (count: number) => Promise<Partial<CallbackRequest>>,
): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    assert.equal(await ask(harness, await who(count)), 'let in', `${count}`);
    await harness.clock.advance(pause);
    if (count % Math.ceil(times / 3) === 1) await harness.reopen();
  }
  await harness.reopen();
}

for (const [limit, times, pause] of [
  ['5 requests a minute', 5, 0],
  ['50 requests an hour', 50, minute],
  ['200 requests a day', 200, 80_000],
] as const) {
  test(`a restart keeps a client’s ${limit}`, async () => {
    await using harness = await openHarness();
    await useUp(harness, { times, pause }, async (count) => ({
      client: 'one',
      phone: numberOf(count),
      networks: { near: `network ${count}`, wide: undefined },
    }));
    assert.equal(await ask(harness, { client: 'one', phone: numberOf(times) }), 'too-many-requests');
    assert.equal(await ask(harness, { client: 'another', phone: numberOf(times) }), 'let in');
  });
}

async function signedIn(harness: Harness, fingerprint: string): Promise<{ bearer: string }> {
  const identity = { fingerprint, provider: 'google', name: undefined, email: undefined };
  const { ports } = harness.process();
  return { bearer: (await openSession(ports, { ...identity, provenPhone: undefined })).token };
}

for (const [limit, times, pause] of [
  ['3 requests a minute', 3, 0],
  ['10 requests an hour', 10, minute],
  ['20 requests a day', 20, 30 * minute],
] as const) {
  test(`a restart keeps the ${limit} of a signed-in visitor, from any address`, async () => {
    await using harness = await openHarness();
    await useUp(harness, { times, pause }, () => signedIn(harness, 'ann'));
    assert.equal(await ask(harness, await signedIn(harness, 'ann')), 'too-many-requests');
    assert.equal(await ask(harness, await signedIn(harness, 'bob')), 'let in');
  });
}

for (const [limit, times, pause] of [
  ['3 codes an hour', 3, 10 * minute],
  ['5 codes a day', 5, 2 * hour],
] as const) {
  test(`a restart keeps the ${limit} of a network for one number`, async () => {
    await using harness = await openHarness();
    const asked = { phone: numberOf(0), networks: { near: 'one', wide: undefined } };
    await useUp(harness, { times, pause }, async () => asked);
    assert.equal(await ask(harness, asked), 'too-many-codes');
    assert.equal(await ask(harness, { ...asked, phone: numberOf(1) }), 'let in');
  });
}

for (const [limit, times, pause] of [
  ['an hour', 8, minute],
  ['a day', 12, hour],
] as const) {
  test(`a restart keeps the codes to a hundred neighbouring numbers in ${limit}`, async () => {
    const blockLimits = [
      { windowMs: hour, max: 4 },
      { windowMs: 24 * hour, max: 6 },
    ];
    await using harness = await openHarness({ sites: [sampleSite({ spending: { blockLimits } })] });
    await useUp(harness, { times, pause }, async (count) => ({ phone: `+120155501${30 + count}` }));
    await harness.clock.advance(0);
    const before = harness.carrier.texts.length;
    assert.equal(before, times);
    for (const phone of ['+12015550150', '+12015550151'])
      assert.equal(await ask(harness, { phone }), 'let in');
    await harness.clock.advance(1_000);
    assert.equal(harness.carrier.texts.length, before);
    assert.equal(await ask(harness, { phone: numberOf(0) }), 'let in');
    await harness.clock.advance(1_000);
    assert.equal(harness.carrier.texts.length, before + 1);
  });
}

/** Room for the reserves of two proven callbacks and the warnings, but not of three. */
const roomForTwo: Record<keyof Caps, number> = {
  textsPerHour: 2,
  callsPerDay: 2,
  minutesPerDay: 2 * 62,
  moneyPerDay: 2 * (4 * 12_000 + 62 * 14_000) + 8 * 12_000,
};

for (const [cap, most] of Object.entries(roomForTwo)) {
  test(`a restart keeps everything that counts towards ${cap}, charged or reserved`, async () => {
    const plenty = { textsPerHour: 1_000, callsPerDay: 1_000, minutesPerDay: 10 ** 6, moneyPerDay: 10 ** 12 };
    const site = sampleSite({ spending: { caps: { ...plenty, [cap]: most } } });
    await using harness = await openHarness({ sites: [site] });
    await harness.proven();
    await harness.proven();
    const before = counted(harness);
    await harness.reopen();
    assert.equal(await ask(harness, {}), 'budget-reached');
    assert.deepEqual(reservedParts(harness), ['call', 'call', 'notice', 'notice']);
    assert.equal(counted(harness).calls, before.calls);
    await harness.clock.advance(24 * hour);
    assert.deepEqual(reservedParts(harness), []);
    assert.equal(await ask(harness, {}), 'let in');
  });
}
