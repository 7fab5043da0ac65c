import assert from 'node:assert/strict';
import { openStage } from '../support/stage.ts';

const stage = openStage({ speed: 20 });

const solver = /\/solver-worker/;

stage.test('the captcha is solved in the background from the first typed letter on', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.page.getByRole('button', { name: 'Request Callback Now' }).waitFor();
  assert.equal(visitor.count('GET', solver) + visitor.count('GET', /\/captcha$/), 0);
  const loaded = visitor.page.waitForRequest(solver);
  await visitor.page.getByLabel('Your name').fill('A');
  await loaded;
  await visitor.ask();
  assert.deepEqual(visitor.faults, []);
});

stage.test('a solution that the server no longer accepts is replaced on the next try', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.fillForm();
  await visitor.page.route(
    /\/api\/v1\/callbacks$/,
    (route) => route.continue({ postData: { ...route.request().postDataJSON(), captcha: 'bm90aGluZw==' } }),
    { times: 1 },
  );
  await visitor.page.locator('#request-button').click();
  await visitor.reads('That took too long');
  await visitor.page.locator('#request-button').click();
  await visitor.sees('Enter your code');
  assert.equal(visitor.count('GET', /\/captcha$/), 2);
});

stage.test('the honeypot field is invisible and cannot be focused', async (t) => {
  const visitor = await stage.visitor(t);
  const field = visitor.page.locator('#website');
  assert.equal(await field.getAttribute('tabindex'), '-1');
  assert.equal(await visitor.page.getByRole('textbox', { name: /website/i }).count(), 0);
  assert.equal(await field.evaluate((input) => getComputedStyle(input).opacity), '0');
});
