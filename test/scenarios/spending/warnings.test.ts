import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zeroAmounts } from '../../../backend/domain/budget/charge.ts';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { type CarrierScript, deliveredText } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { counted, countedWarnings } from '../../support/fraud/counters.ts';

const owner = '+12015550124';
const hour = 3_600_000;
/** Time in which the runner finds an effect that no commit announced (ms). */
const pollMs = 31_000;

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
  await harness.clock.advance(pollMs);
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
  await using harness = await openReached({ ...nothingFits, callsPerDay: 100, textsPerHour: 0 });
  for (let hours = 0; hours < 3; hours += 1) {
    await refused(harness, 2);
    await harness.clock.advance(hour);
  }
  assert.deepEqual(logged(harness), ['textsPerHour', 'textsPerHour', 'textsPerHour']);
  assert.equal(textsToOwner(harness).length, 1);
});

test('each cap is logged and sends its own text message, once a day', async () => {
  const caps = { ...nothingFits };
  await using harness = await openReached(caps);
  await refused(harness);
  await harness.clock.advance(pollMs);
  Object.assign(caps, { callsPerDay: 100, minutesPerDay: 0 });
  await refused(harness, 3);
  await harness.clock.advance(pollMs);
  assert.deepEqual(logged(harness), ['callsPerDay', 'minutesPerDay']);
  assert.equal(textsToOwner(harness).length, 2);
});

function early({ log }: Harness) {
  return log
    .filter(({ level, message }) => level === 'warn' && message === 'spending cap partly used')
    .map(({ fields }) => `${fields.cap} ${fields.percent}`);
}

async function talks(harness: Harness, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const { callbackId } = await harness.proven();
    await harness.settled(callbackId);
    await harness.clock.advance(120_000);
  }
}

test('half and 80 percent of a cap are logged once; 80 and 100 send one text each', async () => {
  await using harness = await openReached({ ...nothingFits, callsPerDay: 10 });
  await talks(harness, 4);
  assert.deepEqual(early(harness), []);
  await talks(harness, 3);
  assert.deepEqual(early(harness), ['callsPerDay 50']);
  assert.deepEqual(textsToOwner(harness), []);
  await talks(harness, 3);
  assert.deepEqual(early(harness), ['callsPerDay 50', 'callsPerDay 80']);
  await refused(harness, 2);
  await harness.clock.advance(pollMs);
  assert.deepEqual(
    textsToOwner(harness).map(({ body }) => /80% of a spending limit|limit is reached/.exec(body)?.[0]),
    ['80% of a spending limit', 'limit is reached'],
  );
  assert.deepEqual(early(harness).length, 2);
});

test('a request that passes half and 80 percent at once logs both and sends one text', async () => {
  await using harness = await openReached({ ...nothingFits, callsPerDay: 1 });
  await talks(harness, 1);
  assert.deepEqual(early(harness), ['callsPerDay 50', 'callsPerDay 80']);
  assert.equal(textsToOwner(harness).length, 1);
});

test('the hourly cap of texts is warned of in each hour, by text message once a day', async () => {
  await using harness = await openReached({ ...nothingFits, callsPerDay: 1_000, textsPerHour: 12 });
  for (let hours = 0; hours < 2; hours += 1) {
    for (let count = 0; count < 12; count += 1) await harness.request();
    await harness.clock.advance(hour);
  }
  assert.deepEqual(early(harness), [
    'textsPerHour 50',
    'textsPerHour 80',
    'textsPerHour 50',
    'textsPerHour 80',
  ]);
  assert.equal(textsToOwner(harness).filter(({ body }) => body.includes('80%')).length, 1);
});

test('warnings use nothing of what visitors may spend', async () => {
  const caps = { ...nothingFits, callsPerDay: 2 };
  await using harness = await openReached(caps);
  await talks(harness, 2);
  await refused(harness);
  await harness.clock.advance(pollMs);
  const visitors = counted(harness);
  assert.equal(textsToOwner(harness).length, 2);
  assert.deepEqual(countedWarnings(harness), { texts: 2, calls: 0, minutes: 0, money: 24_000 });
  const bill = harness.carrier.texts.length - 2;
  assert.equal(visitors.texts, bill);
});

test('a restart does not repeat the warning', async () => {
  await using harness = await openReached(nothingFits);
  await refused(harness);
  await harness.clock.advance(pollMs);
  await harness.reopen();
  await refused(harness);
  await harness.clock.advance(pollMs);
  assert.equal(logged(harness).length, 1);
  assert.equal(textsToOwner(harness).length, 1);
});

test('the warning itself is charged to the share for warnings', async () => {
  await using harness = await openReached(nothingFits);
  await refused(harness);
  await harness.clock.advance(pollMs);
  assert.ok((textsToOwner(harness)[0]?.body.length ?? 161) <= 160);
  assert.deepEqual(countedWarnings(harness), { texts: 1, calls: 0, minutes: 0, money: 12_000 });
  assert.deepEqual(counted(harness), zeroAmounts);
});

test('with a money cap of zero the warning is sent from the share for warnings', async () => {
  const most = { ...nothingFits, callsPerDay: 100, moneyPerDay: 0 };
  await using harness = await openReached(most);
  await refused(harness);
  await harness.clock.advance(pollMs);
  assert.deepEqual(logged(harness), ['moneyPerDay']);
  assert.equal(textsToOwner(harness).length, 1);
});

for (const fate of ['unsent', 'unauthorized'] as const) {
  test(`a warning whose sending is ${fate} is sent when the carrier is back`, async () => {
    await using harness = await openReached(nothingFits, { text: () => ({ ...deliveredText, fate }) });
    await refused(harness);
    await harness.clock.advance(600_000);
    assert.ok(textsToOwner(harness).length > 1);
    assert.ok(harness.log.some(({ level, message }) => level === 'warn' && /warning not sent/.test(message)));
    harness.carrier.script.text = () => deliveredText;
    await harness.clock.advance(hour);
    assert.equal(harness.carrier.carriedOutTexts.length, 1);
    assert.equal(countedWarnings(harness).texts, 1);
    assert.deepEqual(harness.rows('select kind from effects'), []);
  });
}

for (const asking of ['answered', 'missing'] as const) {
  test(`a warning whose answer was lost is sent once; its list is ${asking}`, async () => {
    await using harness = await openReached(nothingFits, {
      text: () => ({ ...deliveredText, fate: 'answer-lost' }),
      askingText: () => asking,
    });
    await refused(harness);
    await harness.clock.advance(5 * hour);
    assert.equal(textsToOwner(harness).length, 1);
  });
}

test('a request refused for one cap passes no threshold of another', async () => {
  await using harness = await openReached({ ...nothingFits, textsPerHour: 2 });
  await refused(harness);
  const early = harness.log.filter(({ message }) => message === 'spending cap partly used');
  assert.deepEqual(early, [], 'its text message was not sent');
});
