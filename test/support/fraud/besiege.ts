import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { openHarness } from '../engine/engine-harness.ts';
import { sampleSite } from '../fakes/sample-site.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { rateFor } from './prices.ts';
import { type Bots, createSiege, type Defences, siegeTable } from './siege.ts';

const hour = 3_600_000;

type Siege = {
  bots: number;
  attackers: Bots;
  textsPerHour: number;
  defences?: Partial<Defences>;
  wrapStore?: (store: Store) => Store;
};

/** The default settings. */
const whole: Siege = {
  bots: 10_000,
  attackers: { networks: 1_000, order: 'mixed' },
  textsPerHour: 1_500,
};

/** A tenth of the bots, with as little room for those who attack. */
const small: Siege = {
  bots: 1_000,
  attackers: { networks: 100, order: 'in-turn' },
  textsPerHour: 290,
};

/** Attacks on the platform; after `small`, the same platform without one cure, and an attack that the cure stops. */
const sieges = {
  whole,
  small,
  'no networks': { ...small, wrapStore: withoutNetworks },
  'clients as networks': { ...small, defences: { networks: 'clients' } },
  'free further codes': { ...small, defences: { countsFurtherCodes: false } },
  'no alarm': { ...small, wrapStore: withoutAlarm },
} satisfies Record<string, Siege>;

export type SiegeName = keyof typeof sieges;

export const siegeNames = Object.keys(sieges) as SiegeName[];

/** A hundred visitors arrive while the bots attack for an hour, evenly spread. */
export async function besiege(name: SiegeName) {
  const siege: Siege = sieges[name];
  const { bots, attackers, textsPerHour, defences, wrapStore = (store) => store } = siege;
  const caps: Caps = { textsPerHour, callsPerDay: 300, minutesPerDay: 3_600, moneyPerDay: 50_000_000 };
  const site = sampleSite({
    site: { countries: ['US', 'GB'], lines: 3, maxCallSeconds: 600 },
    spending: { caps, rateFor, blockLimits: [{ windowMs: hour, max: 20 }] },
  });
  await using harness = await openHarness({ sites: [site], wrapStore, store: 'memory' });
  const { bot, visitor, served, report } = createSiege(harness, seededRandom(11), attackers, defences);
  const usage = () => harness.process().ports.spending.usage('default', harness.clock.now());
  let mostTextsInHour = 0;
  for (let number = 0; number < bots; number += 1) {
    await harness.clock.advance(hour / bots);
    void bot();
    if (number % (bots / 100) !== 0) continue;
    void visitor();
    mostTextsInHour = Math.max(mostTextsInHour, (await usage()).hour.texts);
  }
  await harness.clock.advance(hour);
  const { day: spent } = await usage();
  return { caps, served: served(), spent, mostTextsInHour, table: siegeTable(report, spent) };
}

function withoutNetworks(store: Store): Store {
  return {
    ...store,
    networkRecord: async () => ({ unenteredInHour: 0, unenteredInDay: 0, enteredInDay: 0 }),
    commit: (change) =>
      store.commit({
        ...change,
        guards: (change.guards ?? []).filter(({ kind }) => kind !== 'network-below'),
      }),
  };
}

function withoutAlarm(store: Store): Store {
  return { ...store, turnout: async () => [] };
}
