import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openThread } from '../../support/thread/thread.ts';

const search = new URL('../../support/simulation/defects/find-defect.ts', import.meta.url);
const thread = openThread<typeof import('../../support/simulation/defects/find-defect.ts')>(search);
after(() => thread.close());

for (const mistake of await thread.call('listDefects', undefined)) {
  // rule: simulation
  test(`the simulation notices ${mistake}`, async (t) => {
    const found = await thread.call('findDefect', mistake);
    assert.ok(found !== undefined, 'no simulation noticed it');
    t.diagnostic(`noticed with seed ${found.seed}: ${found.sentence}`);
  });
}
