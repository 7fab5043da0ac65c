import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { seededRandom } from '../../support/fakes/seeded-random.ts';
import { rateFor } from '../../support/fraud/prices.ts';
import { type Bots, createSiege, type Defences, siegeTable } from '../../support/fraud/siege.ts';

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

/** A hundred visitors arrive while the bots attack for an hour, evenly spread. */
async function besiege({ bots, attackers, textsPerHour, defences, wrapStore = (store) => store }: Siege) {
  const caps: Caps = { textsPerHour, callsPerDay: 300, minutesPerDay: 3_600, moneyPerDay: 50_000_000 };
  const site = sampleSite({
    site: { countries: ['US', 'GB'], lines: 3, maxCallSeconds: 600 },
    spending: { caps, rateFor, blockLimits: [{ windowMs: hour, max: 20 }] },
  });
  await using harness = await openHarness({ sites: [site], wrapStore, store: 'memory' });
  const siege = createSiege(harness, seededRandom(11), attackers, defences);
  const usage = () => harness.process().ports.spending.usage('default', harness.clock.now());
  let mostTextsInHour = 0;
  for (let number = 0; number < bots; number += 1) {
    await harness.clock.advance(hour / bots);
    void siege.bot();
    if (number % (bots / 100) !== 0) continue;
    void siege.visitor();
    mostTextsInHour = Math.max(mostTextsInHour, (await usage()).hour.texts);
  }
  await harness.clock.advance(hour);
  const { day: spent } = await usage();
  return { caps, served: siege.served(), spent, mostTextsInHour, table: siegeTable(siege.report, spent) };
}

const sieges: [string, Siege][] = [
  ['10,000 bots of 1,000 networks attack', whole],
  ['1,000 bots attack, one network after the other', small],
];

for (const [attack, siege] of sieges) {
  // rule: reserved-under-caps
  test(`95 of 100 visitors are served while ${attack}`, async (t) => {
    const { caps, served, spent, mostTextsInHour, table } = await besiege(siege);
    t.diagnostic(`\n${table}`);
    assert.ok(served >= 95, `${served} were served`);
    assert.ok(spent.money <= caps.moneyPerDay, `${spent.money}`);
    assert.ok(mostTextsInHour <= caps.textsPerHour, `${mostTextsInHour}`);
  });
}

/** The same platform without one cure, and an attack that the cure stops. */
const mistakes: [string, Siege][] = [
  ['codes are not counted for networks', { ...small, wrapStore: withoutNetworks }],
  ['codes are counted for clients instead of networks', { ...small, defences: { networks: 'clients' } }],
  ['further codes do not count', { ...small, defences: { countsFurtherCodes: false } }],
  ['no alarm is raised when codes are not entered', { ...small, wrapStore: withoutAlarm }],
];

for (const [mistake, siege] of mistakes) {
  // rule: reserved-under-caps
  test(`visitors are not served when ${mistake}`, async (t) => {
    const { served, table } = await besiege(siege);
    t.diagnostic(`\n${table}`);
    assert.ok(served < 95, `${served} were served`);
  });
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
