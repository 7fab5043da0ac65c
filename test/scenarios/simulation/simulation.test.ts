import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openThread } from '../../support/thread/thread.ts';

/** The suite plays the same days every time; `npm run simulate` plays others. */
const seed = Number(process.env.SIMULATION_SEED ?? 1);
const size = Number(process.env.SIMULATION_SIZE ?? 500);

const simulation = new URL('../../support/simulation/simulate.ts', import.meta.url);
const thread = openThread<typeof import('../../support/simulation/simulate.ts')>(simulation);
after(() => thread.close());

// rule: simulation
test('on bad days no callback is lost, called twice, stuck or without a notice', async (t) => {
  for (const run of [seed, seed + 1]) {
    const { broken, outcomes, crashes, posts } = await thread.call('simulate', { seed: run, size });
    t.diagnostic(`${posts} POSTs, ${crashes} crashes, ${JSON.stringify(outcomes)}`);
    assert.deepEqual(broken, [], `npm run simulate -- --callbacks ${size} --seed ${run}`);
  }
});

// rule: simulation
test('a seed gives the same run, in memory and on a SQLite file', async () => {
  for (const run of [seed, seed + 3]) {
    const inMemory = await thread.call('simulate', { seed: run, size: 40, store: 'memory' });
    const onFile = await thread.call('simulate', { seed: run, size: 40, store: 'sqlite' });
    assert.deepEqual(onFile, inMemory, `seed ${run}`);
  }
});
