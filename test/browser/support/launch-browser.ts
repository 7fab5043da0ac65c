import { type Browser, chromium } from 'playwright-core';
import { findHeadlessBrowser } from './find-browser.ts';

/** A host name that is not local, for pages that must not probe this machine. */
export const publicHost = 'pages.example.com';

/** Starts Chromium without background requests. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findHeadlessBrowser(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      // No spare process is started for the next page: a context gets its own anyway.
      '--renderer-process-limit=1',
      `--host-resolver-rules=MAP ${publicHost} 127.0.0.1`,
    ],
  });
}
