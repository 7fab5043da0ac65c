import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from '../support/simulation/simulate.ts';

const seed = Number(process.env.SIMULATION_SEED ?? Math.floor(Math.random() * 2 ** 31));
const size = Number(process.env.SIMULATION_SIZE ?? 1_000);

test('a thousand requests on bad days: none lost, none called twice, none stuck, nobody left untold', async (t) => {
  t.diagnostic(`SIMULATION_SEED=${seed} SIMULATION_SIZE=${size}`);
  const { broken, outcomes, crashes, posts } = await simulate({ seed, size });
  t.diagnostic(`${posts} POSTs, ${crashes} crashes, ${JSON.stringify(outcomes)}`);
  assert.deepEqual(broken, [], `seed ${seed}`);
});
