import { after } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './launch-browser.ts';

let browser: Promise<Browser> | undefined;

after(async () => (await browser)?.close());

/** Returns the one browser of this test process: it starts at the first call and closes after the last test. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}
