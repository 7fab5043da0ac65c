import { createHash } from 'node:crypto';
import { type Harness, type HarnessOptions, openHarness } from '../engine/engine-harness.ts';
import { type Random, seededRandom } from '../fakes/seeded-random.ts';
import { type CarrierFaults, createCarrierFaults } from './carrier-faults.ts';
import { createCrashes, keepRunning, replaying } from './crashes.ts';
import { collectEvidence, type Evidence } from './evidence.ts';
import { brokenGuarantees } from './guarantees.ts';
import { createPhoneBook, pickSite, sampleBusinesses } from './sample-businesses.ts';
import { runVisitor, type Visitor } from './visitor-script.ts';

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
export type Defect = Pick<HarnessOptions, 'wrapVoice' | 'wrapHandlers' | 'wrapSubscriber'>;

/** Mean time between two visitors (ms): the lines are busy, but not overloaded. */
const betweenVisitors = 8_000;

/** A foreign call stays in the list until a later attempt can search there. */
const twinStays = 24_500;

/** Simulates many visitors from one seed: the same seed gives the same run. */
export async function simulate(options: {
  seed: number;
  size: number;
  defect?: Defect;
  /** The store that carries the run; memory when left out. */
  store?: 'sqlite' | 'memory';
}): Promise<Simulated> {
  const random = seededRandom(options.seed);
  const carrierFaults = createCarrierFaults(random);
  const crashes = createCrashes(random);
  let harness: Harness | undefined;
  const { defect = {} } = options;
  harness = await openHarness({
    ...defect,
    sites: sampleBusinesses,
    seed: options.seed,
    store: options.store ?? 'memory',
    oneByOne: true,
    script: withTwins(carrierFaults, () => harness),
    watch: crashes.watch,
    wrapSubscriber(subscriber) {
      const own = defect.wrapSubscriber?.(subscriber) ?? subscriber;
      const later = (run: () => void) => void harness?.clock.after(random.between(100, 20_000), run);
      const granted = (token: string) => void harness?.carrier.grants.get(token)?.add('a replay');
      return replaying({ random, later, granted }, own);
    },
  });
  await using opened = harness;
  const unmailable = failSomeMails(opened, random);
  const stopRestarts = keepRunning(opened, random);
  crashes.crashAtRandom(opened);
  const visitors = await live(opened, random, options.size);
  crashes.stop();
  carrierFaults.clear();
  await opened.clock.advance(3 * 3_600_000);
  stopRestarts();
  const evidence = await collectEvidence(opened, visitors, unmailable);
  return {
    broken: brokenGuarantees(evidence),
    outcomes: countOutcomes(evidence),
    fingerprint: fingerprintOf(evidence),
    crashes: crashes.count(),
    posts: opened.carrier.posts.length,
  };
}

async function live(harness: Harness, random: Random, size: number): Promise<Visitor[]> {
  const nextPhone = createPhoneBook(random);
  const running: Promise<Visitor>[] = [];
  for (let number = 0; number < size; number += 1) {
    const who = { siteId: pickSite(random), phone: nextPhone(), number };
    running.push(runVisitor(harness, random, who));
    await harness.clock.advance(random.between(0, 2 * betweenVisitors));
  }
  let over = false;
  const all = Promise.all(running).finally(() => {
    over = true;
  });
  while (!over) await harness.clock.advance(60_000);
  return all;
}

/** A silent call has a foreign twin, so that binding the first of two matches shows. */
function withTwins(
  carrierFaults: CarrierFaults,
  harness: () => Harness | undefined,
): CarrierFaults['script'] {
  const { placing } = carrierFaults.script;
  return {
    ...carrierFaults.script,
    placing(call) {
      const fate = placing(call);
      const { clock, carrier } = harness() ?? {};
      if (clock !== undefined && carrier !== undefined && carrierFaults.isMute(call.token)) {
        clock.after(1, () => {
          const twin = carrier.callFromElsewhere(call.to, call.from);
          clock.after(twinStays, () => carrier.calls.splice(carrier.calls.indexOf(twin), 1));
        });
      }
      return fate;
    },
  };
}

function failSomeMails(harness: Harness, random: Random): Set<string> {
  const refused = new Set<string>();
  harness.email.answering = ({ requestReference }) => {
    const dice = random.next();
    if (dice < 0.9) return { result: 'accepted', sid: undefined };
    if (dice < 0.98) return { result: 'unsent', reason: 'the mail server is busy' };
    refused.add(requestReference);
    return { result: 'refused', code: '550', advice: 'no such mailbox', mendable: false };
  };
  return refused;
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
function fingerprintOf({ callbacks, attempts, harness: { carrier, email } }: Evidence): string {
  const { posts, calls, texts } = carrier;
  const seen = { callbacks, attempts: [...attempts.values()], posts, calls, texts, mails: email.mails };
  return createHash('sha256').update(JSON.stringify(seen, sortKeys)).digest('hex').slice(0, 16);
}

/** Stores return the same fields in different orders. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
