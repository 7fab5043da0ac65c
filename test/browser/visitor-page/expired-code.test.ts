import assert from 'node:assert/strict';
import { checkWidths } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

/** The ten minutes of a code pass in ten seconds. */
const stage = openStage({ speed: 60 });

stage.test('an expired code is rejected with instructions, and a new one counts', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.ask();
  const old = await visitor.code();
  await visitor.page.waitForTimeout(10_500);
  await visitor.field.fill(old);
  await visitor.reads('This code has expired. Ask for a new one.');
  assert.equal(visitor.count('POST', /\/verify$/), 1);
  await checkWidths(visitor.page, 'visitor-code-expired');
  await visitor.page.reload();
  await visitor.reads('This code has expired. Ask for a new one.');
  await visitor.press('Send a new code');
  await visitor.field.fill(await visitor.newestCode(old));
  await visitor.page.locator('#status-view').waitFor();
});
