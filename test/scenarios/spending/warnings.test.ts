import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import type { CarrierScript } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { counted } from '../../support/fraud/counters.ts';

const owner = '+12015550124';
const hour = 3_600_000;

const nothingFits: Caps = { textsPerHour: 100, callsPerDay: 0, minutesPerDay: 1_000, moneyPerDay: 10 ** 9 };

function openReached(caps: Caps, script: Partial<CarrierScript> = {}): Promise<Harness> {
  return openHarness({ sites: [sampleSite({ spending: { caps } })], script });
}

function textsToOwner({ carrier }: Harness) {
  return carrier.texts.filter(({ to }) => to === owner);
}

function logged({ log }: Harness) {
  return log.filter(({ message }) => /spending cap reached/.test(message)).map(({ fields }) => fields.cap);
}

async function refused(harness: Harness, times = 1): Promise<void> {
  const answers = await Promise.all(Array.from({ length: times }, () => harness.request()));
  for (const answer of answers) assert.equal(!answer.ok && answer.reason, 'budget-reached');
}

test('a reached cap sends one warning, also for many concurrent rejections', async () => {
  await using harness = await openReached(nothingFits);
  await refused(harness, 40);
  await harness.clock.advance(1_000);
  assert.deepEqual(logged(harness), ['callsPerDay']);
  const [text, ...others] = textsToOwner(harness);
  assert.match(text?.body ?? '', /Riverside Bakery: a spending limit is reached/);
  assert.deepEqual(others, []);
});

test('a daily cap warns again on the next UTC day', async () => {
  await using harness = await openReached(nothingFits);
  for (let hours = 0; hours < 24; hours += 1) {
    await refused(harness);
    await harness.clock.advance(hour);
  }
  assert.deepEqual(logged(harness), ['callsPerDay', 'callsPerDay']);
  assert.deepEqual(
    textsToOwner(harness).map(({ at }) => new Date(at).toISOString().slice(0, 13)),
    ['2030-01-07T15', '2030-01-08T00'],
  );
});

test('an hourly cap is logged every hour, but the owner gets one text message a day', async () => {
  await using harness = await openReached({ ...nothingFits, callsPerDay: 100, textsPerHour: 5 });
  for (let hours = 0; hours < 3; hours += 1) {
    await refused(harness, 2);
    await harness.clock.advance(hour);
  }
  assert.deepEqual(logged(harness), ['textsPerHour', 'textsPerHour', 'textsPerHour']);
  assert.equal(textsToOwner(harness).length, 1);
});

test('another cap is logged too, without another text message', async () => {
  const caps = { ...nothingFits };
  await using harness = await openReached(caps);
  await refused(harness);
  Object.assign(caps, { callsPerDay: 100, minutesPerDay: 0 });
  await refused(harness);
  assert.deepEqual(logged(harness), ['callsPerDay', 'minutesPerDay']);
  assert.equal(textsToOwner(harness).length, 1);
});

test('a restart does not repeat the warning', async () => {
  await using harness = await openReached(nothingFits);
  await refused(harness);
  await harness.clock.advance(1_000);
  await harness.reopen();
  await refused(harness);
  await harness.clock.advance(1_000);
  assert.equal(logged(harness).length, 1);
  assert.equal(textsToOwner(harness).length, 1);
});

test('the warning itself is charged, by segments', async () => {
  await using harness = await openReached(nothingFits);
  await refused(harness);
  await harness.clock.advance(1_000);
  assert.ok((textsToOwner(harness)[0]?.body.length ?? 161) <= 160);
  assert.deepEqual(counted(harness), { texts: 1, calls: 0, minutes: 0, money: 12_000 });
});

test('requests leave room for the warning; without room it is not sent', async () => {
  const most = { ...nothingFits, callsPerDay: 100, moneyPerDay: 0 };
  await using harness = await openReached(most);
  await refused(harness);
  await harness.clock.advance(1_000);
  assert.deepEqual(logged(harness), ['moneyPerDay']);
  assert.deepEqual(textsToOwner(harness), []);
});

test('a warning that cannot be sent is not retried, and the log says so', async () => {
  await using harness = await openReached(nothingFits, {
    text: () => ({ fate: 'refused', report: undefined, reportAfter: 0 }),
  });
  await refused(harness);
  await harness.clock.advance(600_000);
  assert.equal(textsToOwner(harness).length, 1);
  assert.ok(harness.log.some(({ level, message }) => level === 'warn' && /warning not sent/.test(message)));
});
