import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defects } from '../../support/simulation/defects.ts';
import { simulate } from '../../support/simulation/simulate.ts';

/** Not every seed triggers the situation that shows a defect. */
const maxSeeds = 12;

for (const [mistake, { defect, noticed }] of Object.entries(defects)) {
  // rule: simulation
  test(`the simulation notices ${mistake}`, async (t) => {
    for (let seed = 1; seed <= maxSeeds; seed += 1) {
      const { broken } = await simulate({ seed, size: 40, defect });
      if (broken.some((promise) => noticed.test(promise))) return t.diagnostic(`noticed with seed ${seed}`);
    }
    assert.fail(`no simulation of ${maxSeeds} noticed it`);
  });
}
