import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Amounts, addAmounts } from '../../../backend/domain/budget/charge.ts';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { type CarrierScript, takesTheCall } from '../../support/carrier/carrier-script.ts';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { restartIfDead } from '../../support/engine/retry-after-crash.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { type Random, seededRandom } from '../../support/fakes/seeded-random.ts';
import { counted, countedWarnings, reservedParts } from '../../support/fraud/counters.ts';
import { type Crowd, createCrowd } from '../../support/fraud/crowd.ts';
import { billOf, rateFor } from '../../support/fraud/prices.ts';

const maxCallSeconds = 600;

/** Interval between two bots (ms): ten thousand arrive in four hours of one day. */
const betweenBots = 1_440;

const caps: Caps = {
  textsPerHour: 4_000,
  callsPerDay: 2_000,
  minutesPerDay: 16_000,
  moneyPerDay: 60_000_000,
};

/** A carrier that ends calls at their limit, and phones of which some stay connected until then. */
function phones(random: Random): Partial<CarrierScript> {
  return {
    business: () => ({ ...takesTheCall, hangsUpAfter: maxCallSeconds * 1_000 }),
    visitor: () => ({
      answers: 5_000,
      presses: '',
      pressesAfter: 0,
      hangsUpAfter: random.chance(0.6) ? Number.POSITIVE_INFINITY : random.between(20_000, 400_000),
    }),
  };
}

/** One text message and one call in ten lose their answer, and one report in ten is lost. */
function frequentFaults(random: Random): Partial<CarrierScript> {
  return {
    text: () => ({
      fate: random.chance(0.1) ? 'lost' : 'accepted',
      report: undefined,
      reportAfter: 0,
    }),
    placing: () => ({ fate: random.chance(0.1) ? 'answer-lost' : 'placed', answerAfter: 200, queued: 300 }),
    report: () => (random.chance(0.1) ? [] : [50]),
  };
}

type Attack = {
  bots: number;
  caps: Caps;
  faults?: Partial<CarrierScript>;
  watch?: (crossing: Crossing) => 'kill' | undefined;
  /** Number of bots between two restarts. */
  between: number;
  restart: (harness: Harness) => Promise<void>;
};

/** Visitors arrive often at first, while there is budget, and rarely later. */
function comesNow(number: number) {
  return number < 1_000 ? number % 6 === 3 : number % 50 === 25;
}

async function attack(random: Random, { bots, caps, faults, watch, between, restart }: Attack) {
  const site = sampleSite({
    site: { countries: ['US', 'CA', 'GB'], lines: 200, maxCallSeconds },
    spending: { caps, rateFor, blockLimits: [{ windowMs: 3_600_000, max: 20 }] },
  });
  let crashesGoOn = true;
  const harness = await openHarness({
    sites: [site],
    script: { ...phones(random), ...faults },
    watch: (crossing) => (crashesGoOn ? watch?.(crossing) : undefined),
  });
  const { crowd, bot, visitor } = createCrowd(harness, random);
  for (let number = 0; number < bots; number += 1) {
    await harness.clock.advance(betweenBots);
    await restartIfDead(harness);
    await within(harness, bot());
    if (comesNow(number)) await within(harness, visitor());
    if (number % between === between / 2) await restart(harness);
  }
  crashesGoOn = false;
  await restartIfDead(harness);
  await harness.clock.advance(2 * 3_600_000);
  return { harness, crowd, bill: billFor(harness) };
}

/** A visitor can repeat a request only after a restart and some time. */
async function within(harness: Harness, asking: Promise<void>): Promise<void> {
  let answered = false;
  void asking.then(() => {
    answered = true;
  });
  await new Promise(setImmediate);
  while (!answered) {
    await restartIfDead(harness);
    await harness.clock.advance(answered ? 0 : 1);
  }
  return asking;
}

function billFor(harness: Harness): Amounts {
  const found = harness.rows('select token, visitor_phone from attempts join callbacks using (request_id)');
  const byToken = new Map(found.map(({ token, visitor_phone }) => [token, String(visitor_phone)]));
  return billOf(harness.carrier, (token) => byToken.get(token) ?? '');
}

/** Visitors who came before the first rejection by a cap. */
function beforeTheCap({ honest }: Crowd) {
  const first = honest.findIndex(({ answer }) => answer === 'budget-reached');
  return first < 0 ? honest : honest.slice(0, first);
}

async function isServed(harness: Harness, callbackId: string | undefined): Promise<boolean> {
  if (callbackId === undefined) return false;
  const { callback } = await harness.record(callbackId);
  return callback.outcome === 'talked' || callback.notice === 'sent';
}

/** The codes that were sent to one number. */
function codesByNumber({ carrier }: Harness): number[] {
  const byNumber = Map.groupBy(carrier.texts, ({ to }) => to);
  byNumber.delete('+12015550124');
  return [...byNumber.values()].map(({ length }) => length);
}

// rule: reserved-under-caps
test('ten thousand bots cannot exceed the cap; visitors are served until it is reached', async () => {
  const { harness, crowd, bill } = await attack(seededRandom(7), {
    bots: 10_000,
    caps,
    between: 1_000,
    restart: (running) => running.deploy(),
  });
  await using _closing = harness;
  assert.deepEqual(Object.keys(crowd.refusals).sort(), ['budget-reached', 'too-many-requests']);
  assert.ok(bill.money <= caps.moneyPerDay, `${bill.money}`);
  assert.ok(bill.money > 0.99 * caps.moneyPerDay, `${bill.money}`);
  assert.deepEqual(addAmounts(counted(harness), countedWarnings(harness)), bill);
  assert.deepEqual(reservedParts(harness), []);
  assert.ok(Math.max(...codesByNumber(harness)) <= 10);
  const early = beforeTheCap(crowd);
  const served = await Promise.all(early.map(({ callbackId }) => isServed(harness, callbackId)));
  assert.ok(early.length >= 100, `only ${early.length} came before the cap`);
  const share = served.filter(Boolean).length / served.length;
  assert.ok(share >= 0.99, `${share}`);
  const warnings = harness.carrier.texts.filter(({ body }) => /spending limit is reached/.test(body));
  assert.equal(warnings.length, 1);
});

// rule: reserved-under-caps
test('with lost answers and crashes, the charges still cover the carrier’s bill', async () => {
  const random = seededRandom(8);
  let kills = 0;
  const tight = { ...caps, moneyPerDay: 30_000_000 };
  const { harness, crowd, bill } = await attack(random, {
    bots: 1_500,
    caps: tight,
    faults: frequentFaults(random),
    watch() {
      if (!random.chance(1 / 1_000)) return undefined;
      kills += 1;
      return 'kill';
    },
    between: 300,
    restart: (running) => running.reopen(),
  });
  await using _closing = harness;
  const total = addAmounts(counted(harness), countedWarnings(harness));
  assert.ok(kills >= 20, `only ${kills} were killed`);
  assert.ok((crowd.refusals['budget-reached'] ?? 0) > 0, JSON.stringify(crowd.refusals));
  assert.ok(total.money <= tight.moneyPerDay, `${total.money}`);
  for (const kind of ['money', 'texts', 'calls', 'minutes'] as const)
    assert.ok(bill[kind] <= total[kind], `${kind}: ${bill[kind]} of ${total[kind]}`);
  assert.deepEqual(reservedParts(harness), []);
});
