import type { VisitorOptions } from './stage.ts';
import type { Visitor } from './visitor.ts';

/**
 * How far the page moves between its first paint and the arrival of the business's data half a second later. Measured
 * as https://web.dev/articles/cls describes.
 */
export async function shiftUntilKnown(
  open: (options: VisitorOptions) => Promise<Visitor>,
  width: number,
  known: string,
): Promise<number> {
  const visitor = await open({
    viewport: { width, height: 800 },
    async prepare({ page }) {
      await page.addInitScript(recordShifts);
      await page.route(/\/site$/, async (route) => {
        await page.waitForTimeout(500);
        await route.continue();
      });
    },
  });
  await visitor.reads(known);
  await visitor.page.waitForTimeout(200);
  const shifts = await visitor.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  return shifts.reduce((sum, shift) => sum + shift, 0);
}

function recordShifts(): void {
  const shifts: number[] = [];
  Object.assign(window, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
  }).observe({ type: 'layout-shift', buffered: true });
}
