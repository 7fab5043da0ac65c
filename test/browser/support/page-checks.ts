import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Returns axe's violations of the current page, in both colour schemes. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axeSource);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if ((await runAxe(page, colorScheme)).length === 0) continue;
    // The colours of a new scheme reach nested elements one after the other. A real violation is still there afterwards.
    await page.waitForTimeout(settleMs);
    found.push(...(await runAxe(page, colorScheme)).map((one) => `${colorScheme} ${one}`));
  }
  return found;
}

const settleMs = 500;

/** Rules that depend on colours. The style sheets change nothing else in the dark. */
const colorRules = ['color-contrast', 'link-in-text-block'];

function runAxe(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  return page.evaluate(
    async (options) => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResult> } };
      const { violations } = await axe.run(options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    colorScheme === 'dark' ? { runOnly: colorRules } : {},
  );
}

type AxeResult = { violations: { id: string; nodes: { html: string }[] }[] };

/** Asserts that axe finds no violation and that nothing overflows at any width. */
export async function assertAccessible({ page }: { page: Page }, state: string): Promise<void> {
  assert.deepEqual(await violations(page), [], state);
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      `${state} ${width}`,
    );
  }
}

/** A small phone, a usual one and a desktop, in pixels. */
const sizes = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];

/**
 * Asserts that nothing overflows sideways at any width. With SCREENSHOTS, a folder, it also keeps a picture of each
 * width in light and dark.
 */
export async function checkWidths(page: Page, step: string): Promise<void> {
  const own = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    const overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!overflows, `${step} is wider than ${size.width} pixels`);
    await keepPictures(page, `${step}-${size.width}`);
  }
  if (own !== null) await page.setViewportSize(own);
}

async function keepPictures(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: null });
}
