import type { TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export type PhonesPage = {
  page: Page;
  /** What went wrong in the page itself, by its console; a network that fails is not its fault. */
  faults: string[];
  /** One phone, by its name or its number as people write it. */
  phone(title: string): Locator;
  /** The lines of the timeline that are shown and hold this text. */
  entries(text: string | RegExp): Locator;
  show(section: 'Phones' | 'Timeline' | 'Controls'): Promise<void>;
};

/** The page of phones in a window of its own; gone with the test. */
export async function openPhonesPage(
  t: TestContext,
  { browser, url, ...options }: { browser: Browser; url: string } & BrowserContextOptions,
): Promise<PhonesPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  t.after(() => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('net::ERR_')) faults.push(message.text());
  });
  await page.goto(`${url}/`);
  await page.getByText('Connected', { exact: true }).waitFor();
  return {
    page,
    faults,
    phone: (title) => page.getByRole('article', { name: title, exact: true }),
    entries: (text) => page.locator('.entries > li:visible').filter({ hasText: text }),
    show: (section) => page.getByRole('button', { name: section, exact: true }).click(),
  };
}
