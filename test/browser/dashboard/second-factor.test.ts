import assert from 'node:assert/strict';
import * as otpauth from 'otpauth';
import type { Page } from 'playwright-core';
import { adminToken, openDashboard, signedIn, dashboardStage as stage } from './dashboard-stage.ts';

async function newToken(page: Page, name: string): Promise<string> {
  await page.evaluate(() => location.assign('#/tokens'));
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Rights').selectOption('operator');
  await page.getByRole('button', { name: 'Create token' }).click();
  return page.locator('.secret code').innerText();
}

async function signOut(page: Page): Promise<void> {
  await page.getByLabel('Account').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByLabel('Access token').waitFor();
}

stage.test('a code from the phone is set up, asked at the sign-in, and ended by an admin', async (t) => {
  const { page: admin } = await signedIn(t);
  const token = await newToken(admin, 'Ana’s laptop');
  const { page, faults } = await openDashboard(t, { fragment: '#/settings' });
  await page.getByLabel('Access token').fill(token);
  const begins = page.waitForResponse(/\/totp\/begin$/);
  await page.getByRole('button', { name: 'Set up' }).click();
  const begun = await (await begins).json();
  const shown = (await page.locator('.factor .secret code').innerText()).replaceAll(' ', '');
  assert.equal(shown, begun.secret);
  await page.getByRole('img', { name: 'QR code for the app' }).waitFor();
  const app = otpauth.URI.parse(begun.otpauth_uri) as otpauth.TOTP;
  const serverNow = Date.parse(begun.confirm_before) - 10 * 60_000;
  const code = page.getByLabel('2. Enter the six digits');
  await code.fill('12');
  await code.press('Enter');
  await page.getByText('This code is not right').first().waitFor();
  await code.fill(app.generate({ timestamp: serverNow + 20_000 }));
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.locator('.recovery-codes code').first().waitFor();
  const codes = await page.locator('.recovery-codes code').allInnerTexts();
  assert.equal(codes.length, 10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 of 10 recovery codes are left').waitFor();

  await signOut(page);
  await page.getByLabel('Access token').fill(token);
  const asked = page.getByLabel('Code from your phone, or a recovery code');
  await asked.fill('BCDF-GHJK-MNPQ');
  await asked.press('Enter');
  await page.getByText('This code is not right').waitFor();
  await asked.fill(codes[0] ?? '');
  await asked.press('Enter');
  await page.getByText('9 of 10 recovery codes are left').waitFor();

  await admin.getByRole('button', { name: 'Refresh' }).click();
  await admin.getByRole('button', { name: 'End the code of Ana’s laptop' }).click();
  await admin.getByLabel('Your token, once more').fill('a wrong token');
  await admin.getByRole('button', { name: 'End the code', exact: true }).click();
  await admin.getByText('This token is not valid').first().waitFor();
  await admin.getByLabel('Your token, once more').fill(adminToken);
  await admin.getByRole('button', { name: 'End the code', exact: true }).click();
  await admin.getByText('“Ana’s laptop” signs in without a code now.').first().waitFor();
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Set up' }).waitFor();
  assert.deepEqual(faults, []);
});

stage.test('views are saved without what was searched for, and survive a reload', async (t) => {
  const { page } = await signedIn(t, { fragment: '#/requests?status=failed&range=7d' });
  await page.getByLabel('Search by name or phone').fill('Maya');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.reload();
  const view = page.getByRole('button', { name: 'Failed · Last 7 days', exact: true });
  await view.click();
  assert.match(page.url(), /#\/requests\?status=failed&range=7d$/);
  assert.equal(await view.getAttribute('aria-pressed'), 'true');
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(stored.includes('status=failed') && !/Maya/i.test(stored), stored);
  await page.getByRole('button', { name: 'Remove the view Failed · Last 7 days' }).click();
  await page.reload();
  await page.locator('[data-row]').first().waitFor();
  assert.equal(await view.count(), 0);
});

stage.test('a visitor’s data are exported and erased after the token was asked again', async (t) => {
  const { page } = await signedIn(t, { fragment: '#/requests' });
  await page.request.post(`${stage.rehearsal.backendUrl}/api/v1/callbacks`, {
    data: { name: 'Paula Privacy', phone: '+1 201 555 0166' },
    headers: { 'x-forwarded-for': '203.0.113.66' },
  });
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByLabel('Phone number').fill('(201) 555-0166');
  await page.getByLabel('Your token, once more').fill('wrong');
  await page.getByRole('button', { name: 'Export data' }).click();
  await page.getByText('This token is not valid').first().waitFor();
  await page.getByLabel('Your token, once more').fill(adminToken);
  const downloads = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export data' }).click();
  assert.match((await downloads).suggestedFilename(), /^visitor-data-\d{4}-\d\d-\d\d\.json$/);
  await page.getByRole('button', { name: 'Erase data' }).click();
  await page.getByRole('button', { name: 'Erase', exact: true }).click();
  // The sample data have requests of this number, too.
  await page.getByText(/^Erased: [1-9]\d* requests?\.$/).waitFor();
  assert.doesNotMatch(page.url(), /555/);
});

stage.test('a notice is tested from the system page, and its answer stands beside it', async (t) => {
  const { page } = await signedIn(t);
  await page.evaluate(() => location.assign('#/system'));
  await page.getByRole('button', { name: 'Test Text message' }).click();
  await page.getByText('Accepted. Look whether it arrived.').waitFor();
});

stage.test('a page that refreshes by itself says so, and acts of a person do not', async (t) => {
  const { page } = await signedIn(t);
  const headerOf = async (act: () => Promise<void>) => {
    const sent = page.waitForRequest(/\/admin\/system$/);
    await act();
    return (await sent).headers()['x-operator-refresh'];
  };
  assert.equal(await headerOf(() => page.evaluate(() => location.assign('#/system'))), undefined);
  // Ten seconds without an act: the page's own clock is moved instead.
  await page.evaluate(() => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + 60_000;
  });
  assert.equal(
    await headerOf(async () => {
      await page.evaluate(() => location.assign('#/requests'));
      await page.evaluate(() => location.assign('#/system'));
    }),
    '1',
  );
  assert.equal(await headerOf(() => page.getByRole('button', { name: 'Refresh' }).click()), undefined);
});
