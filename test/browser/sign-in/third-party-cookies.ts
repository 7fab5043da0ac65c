import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.ts';

/** Opens an empty page in a context of its own, closed at the end of the test; by default it blocks third-party cookies. */
export async function openCookiePage(t: TestContext, { isBlocked = true } = {}): Promise<Page> {
  const browser = await sharedBrowser();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  context.setDefaultTimeout(15_000);
  t.after(() => context.close());
  const page = await context.newPage();
  if (isBlocked) await blockThirdPartyCookies(page);
  return page;
}

/** The page's own setting: the headless shell reads no profile, and the whole browser needs twice the CPU time. */
async function blockThirdPartyCookies(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
}

/** Whether the page keeps a cookie of another site. `pages.localhost` and `127.0.0.1` are two sites. */
export async function keepsThirdPartyCookies(t: TestContext, page: Page): Promise<boolean> {
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
  await page.goto(`http://pages.localhost:${port}/`);
  const url = `http://127.0.0.1:${port}/`;
  const visit = () =>
    page.evaluate((at) => fetch(at, { credentials: 'include' }).then((answer) => answer.text()), url);
  await visit();
  return (await visit()).includes('third=party');
}
