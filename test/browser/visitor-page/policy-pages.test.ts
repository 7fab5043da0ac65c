import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyPages } from '../../../contract/policy-page.ts';
import { serveFolder } from '../hosting/serve-folder.ts';
import { buildPage } from '../support/build-page.ts';
import { assertAccessible } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

const name = 'Riverside Plumbing, Heating and Bathrooms';
const contact = 'privacy.requests@riverside-plumbing-heating-and-bathrooms.example.com';
const stage = openStage({
  speed: 15,
  env: async () => ({ BUSINESS_NAME: name, PRIVACY_CONTACT: contact, RETENTION_DAYS: '30' }),
});

stage.test('the form links to privacy, terms and deletion pages, and its input stays', async (t) => {
  const visitor = await stage.visitor(t, { viewport: { width: 320, height: 700 } });
  const { page } = visitor;
  await visitor.fillForm();
  for (const [link, title] of [
    ['Privacy', 'Privacy'],
    ['Terms', 'Terms'],
    ['Delete my data', 'Delete my data'],
  ] as const) {
    const opening = page.context().waitForEvent('page');
    await page.getByRole('link', { name: link }).click();
    const opened = await opening;
    await opened.getByRole('heading', { level: 1, name: title }).waitFor();
    await opened.close();
  }
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada Example');
});

for (const file of policyPages) {
  stage.test(`${file} names the business and its settings, passes axe and fits narrow screens`, async (t) => {
    const { page, faults } = await stage.visitor(t, { pageUrl: `${stage.rehearsal.backendUrl}/${file}` });
    const text = await page.locator('body').innerText();
    assert.ok(text.includes(name) && text.includes(contact), text);
    assert.doesNotMatch(text, /[{}]|undefined|null/);
    assert.equal(text.includes('30 days'), file !== 'terms.html');
    await assertAccessible({ page }, file);
    assert.deepEqual(faults, []);
  });
}

stage.test('on a static site the pages show the settings of the build', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-policy-'));
  const host = await serveFolder(folder);
  t.after(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });
  const facts = { businessName: 'Smith & Sons <Bakers>', retentionDays: 0, contact: undefined };
  await buildPage({ backendUrl: stage.rehearsal.backendUrl, outDir: folder, facts });
  const pageUrl = `http://127.0.0.1:${host.port}/site/data-deletion.html`;
  const visitor = await stage.visitor(t, { pageUrl, addressBy: 'route' });
  await visitor.reads('tell Smith & Sons <Bakers> in the way you usually reach them');
  await visitor.reads('until you ask us to delete them');
  assert.deepEqual(visitor.faults, []);
  await visitor.page.getByRole('link', { name: 'Request a callback' }).click();
  await visitor.sees('Let us call you');
});
