import { type Amounts, addAmounts } from '../../../backend/domain/budget/charge.ts';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { type CarrierScript, takesTheCall } from '../carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../engine/engine-harness.ts';
import { restartIfDead } from '../engine/retry-after-crash.ts';
import { sampleSite } from '../fakes/sample-site.ts';
import { type Random, seededRandom } from '../fakes/seeded-random.ts';
import { reservedParts } from './counters.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { billOf, rateFor } from './prices.ts';

const maxCallSeconds = 600;

/** Interval between two bots (ms): ten thousand arrive in four hours of one day. */
const betweenBots = 1_440;

const caps: Caps = {
  textsPerHour: 4_000,
  callsPerDay: 2_000,
  minutesPerDay: 16_000,
  moneyPerDay: 60_000_000,
};

type Flood = {
  seed: number;
  bots: number;
  caps: Caps;
  store: HarnessOptions['store'];
  /** Whether answers are lost and the process is killed at one of 500 calls of its ports. */
  faulty: boolean;
  /** Number of bots between two restarts. */
  between: number;
  restart: (harness: Harness) => Promise<void>;
};

const floods = {
  deploys: {
    ...{ seed: 7, bots: 10_000, caps, store: 'memory', faulty: false, between: 1_000 },
    restart: (harness) => harness.deploy(),
  },
  crashes: {
    ...{ seed: 8, bots: 450, caps: { ...caps, moneyPerDay: 8_000_000 }, store: 'sqlite', faulty: true },
    ...{ between: 150, restart: (harness) => harness.reopen() },
  },
} satisfies Record<string, Flood>;

/** Bots and visitors arrive for hours, and the process restarts meanwhile. Returns what was counted and billed. */
export async function flood(name: keyof typeof floods) {
  const { seed, bots, caps, store, faulty, between, restart }: Flood = floods[name];
  const random = seededRandom(seed);
  const kills = createKills(random, faulty);
  await using harness = await openHarness({
    sites: [siteOf(caps)],
    script: { ...phones(random), ...(faulty ? frequentFaults(random) : {}) },
    watch: kills.watch,
    ...(store === undefined ? {} : { store }),
  });
  const { crowd, bot, visitor } = createCrowd(harness, random);
  for (let number = 0; number < bots; number += 1) {
    await harness.clock.advance(betweenBots);
    await restartIfDead(harness);
    await within(harness, bot());
    if (comesNow(number)) await within(harness, visitor());
    if (number % between === between / 2) await restart(harness);
  }
  kills.stop();
  await restartIfDead(harness);
  await harness.clock.advance(2 * 3_600_000);
  return {
    ...{ caps, kills: kills.count(), refusals: crowd.refusals },
    bill: await billFor(harness),
    counted: await countedOf(harness),
    reserved: store === 'memory' ? undefined : reservedParts(harness),
    mostCodesToNumber: Math.max(...codesByNumber(harness)),
    early: await servedOf(harness, beforeTheCap(crowd)),
    warnings: harness.carrier.texts.filter(({ body }) => /spending limit is reached/.test(body)).length,
  };
}

function siteOf(caps: Caps) {
  return sampleSite({
    site: { countries: ['US', 'CA', 'GB'], lines: 200, maxCallSeconds },
    spending: { caps, rateFor, blockLimits: [{ windowMs: 3_600_000, max: 20 }] },
  });
}

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

function createKills(random: Random, faulty: boolean) {
  let goOn = faulty;
  let count = 0;
  return {
    watch(): 'kill' | undefined {
      if (!goOn || !random.chance(1 / 500)) return undefined;
      count += 1;
      return 'kill';
    },
    stop() {
      goOn = false;
    },
    count: () => count,
  };
}

/** Visitors arrive often at first, while there is budget, and rarely later. */
function comesNow(number: number) {
  return number < 1_000 ? number % 6 === 3 : number % 50 === 25;
}

/** A visitor can repeat a request only after a restart and some time. */
async function within(harness: Harness, asking: Promise<void>): Promise<void> {
  let answered = false;
  void asking.then(() => {
    answered = true;
  });
  await harness.drain();
  while (!answered) {
    await restartIfDead(harness);
    await harness.clock.advance(answered ? 0 : 1);
  }
  return asking;
}

async function billFor(harness: Harness): Promise<Amounts> {
  const { store } = harness.process().ports;
  const byToken = new Map<string, string>();
  for (const { request } of harness.carrier.calls) {
    const phone = (await store.loadByAttemptToken(request.token))?.callback.visitor.phone;
    if (phone !== undefined) byToken.set(request.token, phone);
  }
  return billOf(harness.carrier, (token) => byToken.get(token) ?? '');
}

/** What was counted for visitors and for warnings to the owner. A flood stays within one day. */
async function countedOf({ process, clock }: Harness): Promise<Amounts> {
  const { spending } = process().ports;
  const accounts = ['default', 'warnings/default'];
  const usages = await Promise.all(accounts.map((account) => spending.usage(account, clock.now())));
  return addAmounts(...usages.map(({ day }) => day));
}

/** The codes that were sent to one number. */
function codesByNumber({ carrier }: Harness): number[] {
  const byNumber = Map.groupBy(carrier.texts, ({ to }) => to);
  byNumber.delete('+12015550124');
  return [...byNumber.values()].map(({ length }) => length);
}

/** Visitors who came before the first rejection by a cap. */
function beforeTheCap({ honest }: Crowd) {
  const first = honest.findIndex(({ answer }) => answer === 'budget-reached');
  return first < 0 ? honest : honest.slice(0, first);
}

async function servedOf(harness: Harness, visitors: Crowd['honest']) {
  const served = await Promise.all(visitors.map(({ callbackId }) => isServed(harness, callbackId)));
  return { visitors: visitors.length, served: served.filter(Boolean).length };
}

async function isServed(harness: Harness, callbackId: string | undefined): Promise<boolean> {
  if (callbackId === undefined) return false;
  const { callback } = await harness.record(callbackId);
  return callback.outcome === 'talked' || callback.notice === 'sent';
}
