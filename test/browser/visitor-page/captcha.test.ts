import assert from 'node:assert/strict';
import { openStage } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';

const stage = openStage({ speed: 20, hasCaptcha: true });

const solver = /\/solver-worker/;

stage.test('the captcha is solved in the background from the first typed letter on', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.page.getByRole('button', { name: 'Request callback now' }).waitFor();
  assert.equal(visitor.count('GET', solver) + visitor.count('GET', /\/captcha$/), 0);
  const loaded = visitor.page.waitForRequest(solver);
  await visitor.page.getByLabel('Your name').fill('A');
  await loaded;
  await visitor.ask();
  assert.deepEqual(visitor.faults, []);
});

stage.test('a solution that the server no longer accepts is replaced without another click', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.fillForm();
  await spoilSolutions(visitor, 1);
  await visitor.page.locator('#request-button').click();
  await visitor.sees('Enter your code');
  assert.equal(visitor.count('GET', /\/captcha$/), 2);
  assert.equal(visitor.count('POST', /\/callbacks$/), 2);
});

stage.test('a second refused solution in a row is told, and the next click tries again', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.fillForm();
  await spoilSolutions(visitor, 2);
  await visitor.page.locator('#request-button').click();
  await visitor.reads('That took too long');
  assert.equal(visitor.count('POST', /\/callbacks$/), 2);
  await visitor.page.locator('#request-button').click();
  await visitor.sees('Enter your code');
});

stage.test('a puzzle that aged while the computer slept is solved again before it is sent', async (t) => {
  const visitor = await stage.visitor(t, { prepare: ({ page }) => page.clock.install() });
  const solving = visitor.page.waitForRequest(/\/captcha$/);
  await visitor.fillForm();
  await solving;
  await visitor.page.clock.setSystemTime(Date.now() + 3_600_000);
  await visitor.page.locator('#request-button').click();
  await visitor.sees('Enter your code');
  assert.equal(visitor.count('GET', /\/captcha$/), 2);
  assert.equal(visitor.count('POST', /\/callbacks$/), 1);
});

stage.test('the honeypot field is invisible and cannot be focused', async (t) => {
  const visitor = await stage.visitor(t);
  const field = visitor.page.locator('#website');
  assert.equal(await field.getAttribute('tabindex'), '-1');
  assert.equal(await visitor.page.getByRole('textbox', { name: /website/i }).count(), 0);
  assert.equal(await field.evaluate((input) => getComputedStyle(input).opacity), '0');
});

/** Replaces the next solutions with ones that the server refuses. */
function spoilSolutions({ page }: Visitor, times: number): Promise<unknown> {
  return page.route(
    /\/api\/v1\/callbacks$/,
    (route) => route.continue({ postData: { ...route.request().postDataJSON(), captcha: 'bm90aGluZw==' } }),
    { times },
  );
}
