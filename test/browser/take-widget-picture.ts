import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startRehearsal } from '../../backend/cli/rehearsal/rehearsal.ts';
import { buildServedPage } from './support/build-page.ts';
import { launchBrowser } from './support/launch-browser.ts';
import { openHostSite } from './widget/host-site.ts';

/**
 * Takes the picture of docs/widget.md: the form on a shop's website. With a folder as argument, also takes the button
 * and the form at phone and desk width, light and dark. Further pictures show the form inside the page and in the
 * middle of a request.
 */
const picture = 'docs/pictures/widget.png';
const folder = process.argv[2];

const shopStyle = `<style>:root{color-scheme:light dark}body{margin:0;font:18px/1.6 Georgia,serif}
header{background:#24483e;color:#fff;padding:20px 6vw}main{max-width:60rem;margin:auto;padding:24px 6vw}</style>`;
const shop = `<header><b>Smith &amp; Sons</b> · Taps, baths and boilers</header><main><h1>A leaking tap?</h1>
<p>${'We repair taps, replace baths and service boilers, usually within two days. '.repeat(8)}</p>
<callback-button color="#24483e" subject="A leaking tap">Talk to a plumber</callback-button></main>`;

const site = await openHostSite();
await buildServedPage();
const [browser, rehearsal] = await Promise.all([
  launchBrowser(),
  startRehearsal({ speed: 1, env: { ALLOWED_ORIGINS: site.origin } }),
]);
const line = `<script async src="${rehearsal.backendUrl}/widget.js" data-color="#24483e"></script>`;
try {
  mkdirSync(dirname(picture), { recursive: true });
  await take(browser, { path: picture, width: 1180 });
  if (folder !== undefined) await takeAll(browser, folder);
} finally {
  await browser.close();
  await rehearsal.stop();
  await site.close();
}

type Shot = { path: string; width: number; isDark?: boolean; isOpen?: boolean; body?: string };

async function takeAll(browser: Browser, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const width of [320, 390, 1280])
    for (const isDark of [false, true])
      for (const isOpen of [false, true]) {
        const name = `${width}-${isDark ? 'dark' : 'light'}-${isOpen ? 'open' : 'closed'}.png`;
        await take(browser, { path: join(folder, name), width, isDark, isOpen });
      }
  const body = shop.replace('</main>', '<callback-widget></callback-widget></main>');
  for (const width of [390, 1280])
    await take(browser, { path: join(folder, `${width}-inline.png`), width, isOpen: false, body });
}

async function take(
  browser: Browser,
  { path, width, isDark = false, isOpen = true, body = shop }: Shot,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: 760 },
    colorScheme: isDark ? 'dark' : 'light',
  });
  await page.goto(site.publish({ head: shopStyle, body: body + line }));
  await page.getByRole('button', { name: 'Call me back' }).waitFor();
  if (isOpen) {
    // On a phone the button in the corner covers the one in the text.
    await page.getByRole('button', { name: width < 600 ? 'Call me back' : 'Talk to a plumber' }).click();
    await page.getByText('Open now').waitFor();
    await page.waitForTimeout(400);
  } else if (body !== shop) {
    await page.getByText('Open now').waitFor();
    await page.getByText('Open now').scrollIntoViewIfNeeded();
  }
  await page.screenshot({ path });
  await page.close();
}
