import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from '../../support/simulation/simulate.ts';

const seed = Number(process.env.SIMULATION_SEED ?? Math.floor(Math.random() * 2 ** 31));
const size = Number(process.env.SIMULATION_SIZE ?? 1_000);

// rule: simulation
test('on bad days no callback is lost, called twice, stuck or without a notice', async (t) => {
  t.diagnostic(`SIMULATION_SEED=${seed} SIMULATION_SIZE=${size}`);
  const { broken, outcomes, crashes, posts } = await simulate({ seed, size });
  t.diagnostic(`${posts} POSTs, ${crashes} crashes, ${JSON.stringify(outcomes)}`);
  assert.deepEqual(broken, [], `SIMULATION_SEED=${seed} SIMULATION_SIZE=${size} shows it again`);
});

// rule: simulation
test('the same seed gives the same run', async () => {
  const [once, again] = [await simulate({ seed, size: 15 }), await simulate({ seed, size: 15 })];
  assert.deepEqual(once, again);
});
