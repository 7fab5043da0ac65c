import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { serveFolder } from '../hosting/serve-folder.ts';
import { buildPage } from '../support/build-page.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { fillDatabase } from './fill-database.ts';

export const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';
const requestCount = 120;

/** The dashboard's files on another host, and a database with requests of the last days. */
const prepared = (async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-dashboard-'));
  const path = join(folder, 'callbacks.db');
  const [host] = await Promise.all([serveFolder(folder), fillDatabase(path, requestCount)]);
  return { folder, path, host, origin: `http://pages.localhost:${host.port}` };
})();

after(async () => {
  const { folder, host } = await prepared;
  await host.close();
  await rm(folder, { recursive: true });
});

export const dashboardStage = openStage({
  speed: 5,
  env: async () => {
    const { path, origin } = await prepared;
    return {
      ADMIN_API_TOKEN: adminToken,
      DATABASE_PATH: path,
      ALLOWED_ORIGINS: origin,
      BUSINESS_NAME: 'Harbor Kitchens',
    };
  },
});

export type Operator = { page: Page; faults: string[] };

/** Opens the dashboard: served by the backend, or from another origin. */
export async function openDashboard(
  t: TestContext,
  options: BrowserContextOptions & { placement?: 'served' | 'elsewhere'; fragment?: string } = {},
): Promise<Operator> {
  const { placement = 'served', fragment = '', ...context } = options;
  const stage: Stage = dashboardStage;
  const url =
    placement === 'served'
      ? `${stage.rehearsal.backendUrl}/admin/`
      : await publish(stage.rehearsal.backendUrl);
  const opened = await stage.browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    ...context,
  });
  opened.setDefaultTimeout(20_000);
  t.after(() => opened.close());
  const page = await opened.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      faults.push(message.text());
  });
  await page.goto(`${url}${fragment}`);
  return { page, faults };
}

let published: Promise<void> | undefined;

async function publish(backendUrl: string): Promise<string> {
  const { folder, origin } = await prepared;
  published ??= buildPage({ backendUrl, outDir: join(folder, 'page') });
  await published;
  return `${origin}/site/page/admin/dashboard.html`;
}

/** Signs in as a person does who pastes the token. */
export async function signIn(page: Page, token = adminToken): Promise<void> {
  await page.getByLabel('Access token').fill(token);
  await page.locator('[data-row]').first().waitFor();
}

/** A dashboard with its list. */
export async function signedIn(
  t: TestContext,
  options: Parameters<typeof openDashboard>[1] = {},
): Promise<Operator> {
  const operator = await openDashboard(t, options);
  await signIn(operator.page);
  return operator;
}
