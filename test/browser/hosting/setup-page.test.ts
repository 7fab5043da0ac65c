import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseEnv } from 'node:util';
import { setUpOnPage } from '../../../backend/cli/setup/page/set-up-on-page.ts';
import { setUp } from '../../../backend/cli/setup/setup.ts';
import { createTerminal } from '../../../backend/cli/terminal.ts';
import { openInstallation } from '../../support/operate/installation.ts';
import { sharedBrowser } from '../support/browser.ts';
import { browserTest } from '../support/browser-test.ts';
import { assertAccessible, checkWidths } from '../support/page-checks.ts';

browserTest('the setup page is answered by keyboard alone, and axe finds nothing on it', async (t) => {
  const { folder, facts } = await openInstallation(t);
  const link = Promise.withResolvers<string>();
  const terminal = createTerminal(new PassThrough().resume() as unknown as NodeJS.WriteStream);
  const root = join(import.meta.dirname, '../../..');
  const context = { folder, root, environment: {}, terminal, print: () => {}, facts };
  const done = setUpOnPage(context, setUp, { onLink: link.resolve, timeoutMs: 80_000 });
  const window = await (await sharedBrowser()).newContext({ viewport: { width: 390, height: 844 } });
  t.after(() => window.close());
  const page = await window.newPage();
  await page.goto(await link.promise);
  const seen = new Set<string>();

  async function look(step: string): Promise<void> {
    if (seen.has(step)) return;
    seen.add(step);
    await assertAccessible({ page }, step);
    await checkWidths(page, `setup-${step}`);
  }

  async function next(step: string, typed?: string): Promise<void> {
    await look(step);
    if (typed !== undefined) await page.keyboard.type(typed);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    // The page of a step that takes longer loads itself again.
    await page.locator('button.next, h2').first().waitFor();
    await page.waitForLoadState();
  }

  await page.getByText('Who makes the calls?').waitFor();
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.getByLabel('Twilio').isChecked(), true);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getByLabel('Simulated carrier').isChecked(), true);
  await next('choice');
  await page.getByLabel(/^Phone of the business/).fill('');
  await next('text', '555-123');
  await page.getByRole('alert').waitFor();
  await page.getByLabel(/^Phone of the business/).fill('');
  await next('problem', '+12015550123');
  for (let turn = 0; turn < 20; turn += 1) {
    if (await page.getByText('What the doctor found').isVisible()) break;
    await next('later');
  }
  await page.getByText('What the doctor found').waitFor();
  await look('report');
  await done;
  assert.equal(parseEnv(readFileSync(join(folder, '.env'), 'utf8')).BUSINESS_NUMBER, '+12015550123');
});
