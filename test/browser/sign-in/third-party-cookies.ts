import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../support/find-browser.ts';

/** One browser for each setting, for all tests of this process: a browser of its own costs a test two seconds. */
const launched = new Map<boolean, Promise<Launched>>();

type Launched = { context: BrowserContext; close(): Promise<void> };

after(() => Promise.all([...launched.values()].map(async (browser) => (await browser).close())));

/** Returns an empty browser that blocks third-party cookies. After the test its pages and cookies go. */
export async function withoutThirdPartyCookies(t: TestContext, blocked = true): Promise<BrowserContext> {
  const browser = launched.get(blocked) ?? launch(blocked);
  launched.set(blocked, browser);
  const { context } = await browser;
  t.after(async () => {
    const pages = context.pages();
    // A persistent context ends with its last page.
    await context.newPage();
    await Promise.all(pages.map((page) => page.close()));
    await context.clearCookies();
  });
  return context;
}

async function launch(blocked: boolean): Promise<Launched> {
  const profile = await mkdtemp(join(tmpdir(), 'callback-profile-'));
  await mkdir(join(profile, 'Default'));
  const preferences = {
    profile: { block_third_party_cookies: blocked, cookie_controls_mode: blocked ? 1 : 0 },
  };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    viewport: { width: 390, height: 844 },
    locale: 'en-US',
  });
  context.setDefaultTimeout(15_000);
  async function close(): Promise<void> {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
  return { context, close };
}

/** Whether the browser keeps a cookie of another site. `pages.localhost` and `127.0.0.1` are two sites. */
export async function keepsThirdPartyCookies(t: TestContext, context: BrowserContext): Promise<boolean> {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('set-cookie', 'third=party; SameSite=None; Secure; Path=/');
    response.end(request.headers.cookie ?? 'nothing');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const page = await context.newPage();
  await page.goto(`http://pages.localhost:${port}/`);
  const url = `http://127.0.0.1:${port}/`;
  const visit = () =>
    page.evaluate((at) => fetch(at, { credentials: 'include' }).then((answer) => answer.text()), url);
  await visit();
  const kept = (await visit()).includes('third=party');
  await page.close();
  return kept;
}
