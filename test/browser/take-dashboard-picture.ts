import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startRehearsal } from '../../backend/cli/rehearsal/rehearsal.ts';
import { fillDatabase } from './dashboard/fill-database.ts';
import { buildServedPage } from './support/build-page.ts';
import { launchBrowser } from './support/launch-browser.ts';

/** Takes the pictures of docs/operating.md: the dashboard's list, and the panel of one request. */
const pictures = { list: 'docs/pictures/dashboard.png', details: 'docs/pictures/dashboard-details.png' };
const token = 'sample-token-of-the-pictures-only-0001';
const requests = 160;

const folder = await mkdtemp(join(tmpdir(), 'callback-picture-'));
const path = join(folder, 'callbacks.db');
await Promise.all([buildServedPage(), fillDatabase(path, requests, { isPlain: true })]);
const env = { ADMIN_API_TOKEN: token, DATABASE_PATH: path, BUSINESS_NAME: 'Harbor Kitchens' };
const [browser, rehearsal] = await Promise.all([launchBrowser(), startRehearsal({ speed: 1, env })]);
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${rehearsal.backendUrl}/admin/`);
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Live updates: Live' }).waitFor();
  await page.locator('[data-row]').first().waitFor();
  mkdirSync(dirname(pictures.list), { recursive: true });
  await page.screenshot({ path: pictures.list });
  await page.locator('[data-row] .open').first().click();
  await page.getByText('Timeline').waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: pictures.details });
} finally {
  await browser.close();
  await rehearsal.stop();
  await rm(folder, { recursive: true, force: true });
}
