import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callDefects } from '../../support/simulation/defects/call-defects.ts';
import { carrierDefects } from '../../support/simulation/defects/carrier-defects.ts';
import { dialDefects } from '../../support/simulation/defects/dial-defects.ts';
import { noticeDefects } from '../../support/simulation/defects/notice-defects.ts';
import { simulate } from '../../support/simulation/simulate.ts';

/** Not every seed triggers the situation that shows a defect. */
const maxSeeds = 40;

const defects = { ...callDefects, ...carrierDefects, ...dialDefects, ...noticeDefects };

for (const [mistake, { defect, noticed, firstSeed = 1, size = 60 }] of Object.entries(defects)) {
  // rule: simulation
  test(`the simulation notices ${mistake}`, async (t) => {
    for (const seed of seedsFrom(firstSeed)) {
      const { broken } = await simulate({ seed, size, defect });
      if (broken.some((sentence) => noticed.test(sentence))) return t.diagnostic(`noticed with seed ${seed}`);
    }
    assert.fail(`no simulation of ${maxSeeds} noticed it`);
  });
}

/** Every seed up to `maxSeeds` once, beginning with `first`. */
function seedsFrom(first: number): number[] {
  return Array.from({ length: maxSeeds }, (_, index) => ((first - 1 + index) % maxSeeds) + 1);
}
