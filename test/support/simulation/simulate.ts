import { createHash } from 'node:crypto';
import { type Harness, type HarnessOptions, openHarness } from '../engine/engine-harness.ts';
import { type Random, seededRandom } from '../fakes/seeded-random.ts';
import { createCarrierFaults } from './faults/carrier-faults.ts';
import { createCrashes, keepRunning } from './faults/crashes.ts';
import {
  failSomeMails,
  withNetworkOutages,
  withReplays,
  withTextOutages,
  withTwins,
} from './faults/faulty-deliveries.ts';
import { type Surroundings, withOutages } from './faults/faulty-voice.ts';
import { createOutages, type Outages } from './faults/outages.ts';
import { callAsStranger } from './faults/strangers.ts';
import { collectEvidence, type Evidence, everyEffectKind } from './oracles/evidence.ts';
import { brokenGuarantees } from './oracles/guarantees.ts';
import { runVisitor, type Town, type Visitor } from './visitor-script.ts';
import {
  createBusinesses,
  createPhoneBook,
  pickSite,
  type SimulatedBusiness,
} from './world/sample-businesses.ts';
import { createTimeline, noteOnce, type Timeline } from './world/timeline.ts';

export type Simulated = {
  broken: string[];
  /** Number of callbacks by outcome. */
  outcomes: Record<string, number>;
  crashes: number;
  posts: number;
  /** Equal for equal runs. */
  fingerprint: string;
};

/** A defect planted into a run. */
export type Defect = Pick<
  HarnessOptions,
  'wrapVoice' | 'wrapHandlers' | 'wrapSubscriber' | 'wrapStore' | 'wrapRunner'
>;

/** Mean time between two visitors (ms): the lines are busy, but not overloaded. */
const betweenVisitors = 6_000;

const hour = 3_600_000;

/** After the last visitor, everything must come to an end within this time. */
const longestAftermath = 30 * hour;

/** Simulates many visitors from one seed: the same seed gives the same run. */
export async function simulate(options: {
  seed: number;
  size: number;
  defect?: Defect;
  /** The store that carries the run; memory when left out. */
  store?: 'sqlite' | 'memory';
}): Promise<Simulated> {
  const { seed, size, defect = {}, store = 'memory' } = options;
  const random = seededRandom(seed);
  const faults = createCarrierFaults(random);
  const crashes = createCrashes(random);
  const businesses = createBusinesses(random);
  const timeline = createTimeline();
  let begun: { harness: Harness; outages: Outages } | undefined;

  function now(): Surroundings & { harness: Harness } {
    if (begun === undefined) throw new Error('The simulation has not begun.');
    const { harness, outages } = begun;
    const { carrier, clock } = harness;
    return {
      ...{ harness, carrier, clock, random, outages, timeline, isCalm: faults.isCalm },
      carryOutLate: (call) => void carrier.voice.place(call),
      callAsStranger: ({ to, from }) => callAsStranger({ carrier, clock, random }, to, from),
    };
  }

  await using harness = await openHarness({
    ...defect,
    ...{ seed, store, sites: businesses, oneByOne: true, watch: crashes.watch },
    script: {
      ...faults.script,
      placing: withTwins(faults, now),
      text: withTextOutages(faults.script.text, now),
      askingText: (what) =>
        now().outages.isOut('rest', 'network', 'credentials') ? 'fails' : faults.script.askingText(what),
    },
    wrapVoice(voice) {
      const faulty = withOutages(voice, now);
      return defect.wrapVoice?.(faulty) ?? faulty;
    },
    wrapSubscriber: (subscriber) =>
      withReplays(withNetworkOutages(defect.wrapSubscriber?.(subscriber) ?? subscriber, now), now),
  });
  const outages = createOutages(harness.clock, random);
  begun = { harness, outages };
  failSomeMails(harness.email, now);
  const blocks: { siteId: string; phone: string }[] = [];
  const restarts = keepRunning({
    ...{ harness, random, timeline },
    beforeStart: () => applyBlocks(blocks, businesses, now()),
  });
  crashes.crashAtRandom(harness, timeline);
  setClockWrong(harness, random, timeline);
  const block = (siteId: string, phone: string) => void blocks.push({ siteId, phone });
  const visitors = await live({ harness, random, timeline, restarts, block }, size);
  crashes.stop();
  outages.stop();
  faults.clear();
  await untilAllIsOver(harness);
  restarts.stop();
  const evidence = await collectEvidence({ harness, visitors, timeline, outages, businesses });
  return {
    broken: brokenGuarantees(evidence),
    outcomes: countOutcomes(evidence),
    fingerprint: fingerprintOf(evidence),
    crashes: crashes.count(),
    posts: timeline.posts.length,
  };
}

async function live(town: Town, size: number): Promise<Visitor[]> {
  const { harness, random, restarts } = town;
  const nextPhone = createPhoneBook(random);
  const running: Promise<Visitor>[] = [];
  for (let number = 0; number < size; number += 1) {
    await advanceUntil(harness, restarts.running());
    running.push(runVisitor(town, { siteId: pickSite(random), phone: nextPhone(), number }));
    await harness.clock.advance(random.between(0, 2 * betweenVisitors));
  }
  return advanceUntil(harness, Promise.all(running));
}

async function advanceUntil<T>(harness: Harness, awaited: Promise<T>): Promise<T> {
  let over = false;
  void awaited.finally(() => {
    over = true;
  });
  await harness.drain();
  while (!over) await harness.clock.advance(15_000);
  return awaited;
}

/** Advances until no effect waits and no call lives, for `longestAftermath` at most. */
async function untilAllIsOver(harness: Harness): Promise<void> {
  const { clock, carrier } = harness;
  const end = clock.trueNow() + longestAftermath;
  do await clock.advance(hour / 4);
  while (
    clock.trueNow() < end &&
    ((await hasEffects(harness)) || carrier.calls.some(({ endedAt }) => !endedAt))
  );
}

async function hasEffects(harness: Harness): Promise<boolean> {
  if (!harness.isRunning()) return true;
  return (await harness.process().ports.store.nextDue(everyEffectKind)) !== undefined;
}

/** Sets the wall clock forward or back by a quarter of an hour in some runs, and right again later. */
function setClockWrong({ clock }: Harness, random: Random, timeline: Timeline): void {
  if (!random.chance(0.4)) return;
  const by = random.pick([-15, 15]) * 60_000;
  const from = random.between(60_000, 40 * 60_000);
  const lasting = random.between(60_000, 25 * 60_000);
  for (const [after, jump] of [
    [from, by],
    [from + lasting, -by],
  ] as const) {
    clock.after(after, () => {
      clock.jump(jump);
      timeline.jumps.push({ at: clock.trueNow(), by: jump });
    });
  }
}

function applyBlocks(
  blocks: { siteId: string; phone: string }[],
  businesses: readonly SimulatedBusiness[],
  { timeline, clock }: Pick<Surroundings, 'timeline' | 'clock'>,
): void {
  for (const { siteId, phone } of blocks.splice(0)) {
    businesses.find(({ site }) => site.id === siteId)?.blockedNumbers.push(phone);
    noteOnce(timeline.blocked, `${siteId} ${phone}`, clock);
  }
}

function countOutcomes({ callbacks }: Evidence): Record<string, number> {
  const groups = [...Map.groupBy(callbacks, ({ outcome }) => String(outcome))];
  return Object.fromEntries(
    groups
      .map(([outcome, { length }]) => [outcome, length] as const)
      .sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1)),
  );
}

/** Names all that happened: equal runs have equal fingerprints. */
function fingerprintOf({ callbacks, attempts, timeline, harness: { carrier, email } }: Evidence): string {
  const { calls, texts } = carrier;
  const { posts } = timeline;
  const seen = { callbacks, attempts: [...attempts.values()], posts, calls, texts, mails: email.notices };
  return createHash('sha256').update(JSON.stringify(seen, sortKeys)).digest('hex').slice(0, 16);
}

/** Stores return the same fields in different orders. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
