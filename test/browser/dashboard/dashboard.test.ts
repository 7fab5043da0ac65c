import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { assertAccessible } from '../support/page-checks.ts';
import { adminToken, openDashboard, signedIn, signIn, dashboardStage as stage } from './dashboard-stage.ts';
import { hostileName } from './fill-database.ts';

const firstLoadLimit = 40 * 1024;

function row(page: Page, name: string) {
  return page.locator('[data-row]').filter({ hasText: name });
}

async function total(page: Page): Promise<string> {
  return (await page.locator('.pager p').innerText()).trim();
}

stage.test('a wrong token is refused in words, and a right one is kept until sign-out', async (t) => {
  const { page, faults } = await openDashboard(t);
  const token = page.getByLabel('Access token');
  await token.pressSequentially('wrong');
  await token.press('Enter');
  await page.getByText('This token is not valid').waitFor();
  await signIn(page);
  await page.reload();
  await page.locator('[data-row]').first().waitFor();
  await page.getByLabel('Account').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await token.waitFor();
  await page.reload();
  await token.waitFor();
  assert.deepEqual(faults, []);
});

stage.test('on another origin the session lives in memory only', async (t) => {
  const { page, faults } = await signedIn(t, { placement: 'elsewhere' });
  await page.getByRole('button', { name: 'Live updates: Live' }).waitFor();
  await page.getByLabel('Search by name or phone').fill('Maya');
  await page.getByText('1 request', { exact: true }).waitFor();
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  assert.doesNotMatch(stored, /Maya|555|cbs_|K10/);
  assert.deepEqual(await page.context().cookies(), []);
  await page.reload();
  await page.getByLabel('Access token').waitFor();
  assert.deepEqual(faults, []);
});

stage.test('cards, filters, search and order narrow the list, and the URL names no person', async (t) => {
  const { page } = await signedIn(t);
  assert.match(await total(page), /^1–50 of 12\d$/);
  await page.getByRole('button', { name: /^Completed/ }).click();
  await row(page, 'You talked').first().waitFor();
  await page.waitForFunction(() => !document.body.innerText.includes('of 12'));
  assert.match(page.url(), /#\/requests\?status=completed$/);
  await page.keyboard.press('Escape');
  await row(page, 'Maya Chen').waitFor();
  await page.getByRole('button', { name: 'Visitor' }).click();
  await page.locator('th[aria-sort=ascending]').filter({ hasText: 'Visitor' }).waitFor();
  await page.getByLabel('Requests on a page').selectOption('500');
  await page.waitForFunction(() => document.querySelectorAll('[data-row]').length > 100);
  await page.getByLabel('Search by name or phone').fill('0102');
  await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 2);
  assert.doesNotMatch(page.url(), /0102/);
  await page.getByLabel('Search by name or phone').fill('Nemo');
  await page.getByText('No request matches').waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await row(page, 'Maya Chen').waitFor();
});

stage.test('a hostile name is text in the table, the panel, the palette and messages', async (t) => {
  const { page, faults } = await signedIn(t);
  page.on('dialog', (dialog) => faults.push(dialog.message()));
  await row(page, hostileName).locator('.open').click();
  await page.getByRole('dialog').getByRole('heading', { name: hostileName }).waitFor();
  await page.getByLabel('New note').fill(hostileName);
  await page.getByRole('button', { name: 'Save note' }).click();
  await page.locator('.notes').getByText(hostileName).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('onerror');
  await page.getByRole('option', { name: hostileName }).waitFor();
  await page.keyboard.press('Escape');
  await row(page, hostileName).locator('.done').click();
  await page.locator('.toast').getByText(`${hostileName} is done.`).waitFor();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await page
    .locator('.toast')
    .getByText(/needs you again/)
    .waitFor();
  assert.equal(await page.locator('#app img[src=x], #app script').count(), 0);
  assert.deepEqual(faults, []);
});

stage.test('from the token to “done” by keyboard alone', async (t) => {
  const { page } = await openDashboard(t, { fragment: '#/requests?needs=you&range=all' });
  await page.getByLabel('Access token').waitFor();
  await page.keyboard.insertText(adminToken.slice(0, 12));
  await page.keyboard.type(adminToken.slice(12));
  await page.keyboard.press('Enter');
  await row(page, 'Maya Chen').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('heading', { name: 'Maya Chen' }).waitFor();
  await page.getByRole('dialog').getByText('Timeline').waitFor();
  await page.keyboard.press('d');
  await page.getByRole('dialog').getByText('Done by admin', { exact: true }).first().waitFor();
  await row(page, 'Maya Chen').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.getByLabel('Shortcuts of a single letter').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.waitForTimeout(100);
  assert.equal(await page.getByRole('heading', { name: 'Keyboard shortcuts' }).count(), 0);
});

stage.test('all that match are acted on as a job, with a result for each', async (t) => {
  const { page } = await signedIn(t, { fragment: '#/requests?status=failed&limit=10' });
  const checks = page.locator('[data-row] input[type=checkbox]');
  await checks.nth(1).click();
  await checks.nth(4).click({ modifiers: ['Shift'] });
  await page.locator('.bulk').getByText('4 selected').waitFor();
  await page.getByLabel('Select all requests of this page').check();
  await page.getByRole('button', { name: /Select all \d+ that match/ }).click();
  await page.locator('.bulk').getByRole('button', { name: 'Mark as done' }).click();
  await page.getByRole('button', { name: /^Mark as done \(\d+\)$/ }).click();
  await page.locator('.job').getByText('finished').waitFor();
  await page.locator('.job').getByRole('button', { name: 'Results' }).click();
  await page.getByRole('dialog').getByText('Done', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Needs you/ }).click();
  await page.getByText('No visitor is waiting for you').waitFor();
});

stage.test('new requests wait behind a button in each tab, and a cancel can be undone', async (t) => {
  const { page } = await signedIn(t);
  await page.getByRole('button', { name: 'Live updates: Live' }).waitFor();
  const second = await page.context().newPage();
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Live updates: Live' }).waitFor();
  const answer = await page.request.post(`${stage.rehearsal.backendUrl}/api/v1/callbacks`, {
    data: { name: 'Nora New', phone: '+1 201 555 0177' },
    headers: { 'x-forwarded-for': '203.0.113.77' },
  });
  assert.equal(answer.status(), 201, await answer.text());
  for (const tab of [page, second]) await tab.getByRole('button', { name: '1 new request, show' }).waitFor();
  assert.equal(await row(page, 'Nora New').count(), 0);
  await page.getByRole('button', { name: '1 new request, show' }).click();
  await page.getByRole('button', { name: 'Cancel the request of Nora New' }).click();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The request of Nora New was kept.').first().waitFor();
  await row(page, 'Nora New').getByText('Unproven').waitFor();
});

stage.test('every view is accessible and fits every width', async (t) => {
  const { page, faults } = await signedIn(t);
  const check = (view: string) =>
    assertAccessible({ page }, view).catch((wrong: Error) => faults.push(wrong.message));
  await check('requests');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('[data-row] .open').first().click();
  await page.getByText('Timeline').waitFor();
  await check('details');
  await page.keyboard.press('Escape');
  const views = {
    live: 'Live calls',
    insights: 'Insights',
    activity: 'Activity',
    system: 'System',
    tokens: 'Tokens',
    privacy: 'Privacy',
    settings: 'Settings',
  };
  for (const [view, title] of Object.entries(views)) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.evaluate((to) => location.assign(`#/${to}`), view);
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page.waitForTimeout(300);
    await check(view);
  }
  await page.keyboard.press('Control+k');
  await check('palette');
  assert.deepEqual(faults, []);
});

stage.test('a token is shown once and signs in with its own rights', async (t) => {
  const { page } = await signedIn(t, { fragment: '#/requests' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByLabel('Name', { exact: true }).fill('Front desk');
  await page.getByLabel('Rights').selectOption('viewer');
  await page.getByRole('button', { name: 'Create token' }).click();
  const secret = await page.locator('.secret code').innerText();
  const { page: other } = await openDashboard(t);
  await signIn(other, secret);
  assert.equal(await other.getByRole('button', { name: /^Retry/ }).count(), 0);
  assert.equal(await other.getByRole('button', { name: 'Tokens' }).count(), 0);
  await page.getByRole('button', { name: 'Revoke Front desk' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('“Front desk” is revoked.').first().waitFor();
  // The stream of the revoked token ends, so its page notices by itself.
  await other.getByRole('heading', { name: 'Your session has ended' }).waitFor();
});

stage.test('the first load weighs at most 40 KB, and its policy has no exceptions', async () => {
  const folder = join(import.meta.dirname, '../../../dist/page');
  const html = readFileSync(join(folder, 'admin/dashboard.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, file = '']) => file,
  );
  const weight = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
  assert.ok(files.length >= 2 && weight <= firstLoadLimit, `${weight} bytes`);
  assert.ok(!files.some((file) => file.includes('charts')));
  const served = await fetch(`${stage.rehearsal.backendUrl}/admin/`);
  const policy = served.headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'self'; .*require-trusted-types-for 'script'; trusted-types 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal((await fetch(`${stage.rehearsal.backendUrl}/admin/dashboard.html`)).status, 200);
});
