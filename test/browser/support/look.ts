import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** A small phone, a usual one and a desktop, in pixels. */
const sizes = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];

/**
 * Looks at a page at every width, in the light and in the dark: nothing may stick out sideways. Where SCREENSHOTS
 * names a folder, what was seen is kept there for people to look at.
 */
export async function look(page: Page, step: string): Promise<void> {
  const own = page.viewportSize();
  const folder = process.env.SCREENSHOTS;
  if (folder) mkdirSync(folder, { recursive: true });
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.ok(!sticksOut, `${step} is wider than ${size.width} pixels`);
      if (folder) await page.screenshot({ path: join(folder, `${step}-${size.width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (own !== null) await page.setViewportSize(own);
}
