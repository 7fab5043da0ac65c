import type { TestContext } from 'node:test';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.ts';

export type PhonesPage = {
  page: Page;
  /** Errors in the page's console, without network errors. */
  faults: string[];
  /** One phone, by its name or formatted number. */
  phone(title: string): Locator;
  /** The visible timeline lines that contain this text. */
  entries(text: string | RegExp): Locator;
  show(section: 'Phones' | 'Timeline' | 'Controls'): Promise<void>;
};

/** Opens the phones page in its own window, closed at the end of the test. */
export async function openPhonesPage(
  t: TestContext,
  { url, ...options }: { url: string } & BrowserContextOptions,
): Promise<PhonesPage> {
  const browser = await sharedBrowser();
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
