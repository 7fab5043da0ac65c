import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { rehearsalNumbers, startRehearsal } from '../../backend/cli/rehearsal/rehearsal.ts';
import { createSimulatedPhones } from '../../backend/cli/rehearsal/simulated-phones.ts';
import { formatPhone } from '../../simulator/page/ui/format.ts';
import { buildServedPage } from './support/build-page.ts';
import { launchBrowser } from './support/launch-browser.ts';
import { createVisitor } from './support/visitor.ts';

/** Takes the README's picture: the visitor's page beside the phones, during a call. */
const picture = 'docs/pictures/page-and-phones.png';
const height = 840;
const visitorPhone = '+12015550142';

await buildServedPage();
const [browser, rehearsal] = await Promise.all([launchBrowser(), startRehearsal({ speed: 1 })]);
try {
  const sides = await playUntilConnected(browser, rehearsal);
  const shots = await Promise.all(sides.map((side) => side.screenshot()));
  mkdirSync(dirname(picture), { recursive: true });
  writeFileSync(picture, await sideBySide(browser, shots));
} finally {
  await browser.close();
  await rehearsal.stop();
}

type Addresses = { backendUrl: string; simulatorUrl: string };

async function playUntilConnected(
  browser: Browser,
  { backendUrl, simulatorUrl }: Addresses,
): Promise<Page[]> {
  const phones = createSimulatedPhones(simulatorUrl);
  await phones.script(rehearsalNumbers.business, 'manual');
  await phones.script(visitorPhone, 'manual', { name: 'Visitor' });
  const desk = await browser.newPage({ viewport: { width: 1180, height } });
  await desk.goto(simulatorUrl);
  const page = await browser.newPage({ viewport: { width: 400, height } });
  await page.goto(backendUrl);
  const visitor = createVisitor({ page, phones, phone: visitorPhone });
  await visitor.askAndProve();
  await desk.getByRole('button', { name: 'Answer' }).click();
  await desk
    .getByText(/To talk to them now, press 1/)
    .first()
    .waitFor();
  await desk.getByRole('button', { name: '1', exact: true }).click();
  await desk.getByRole('button', { name: 'Answer' }).click();
  await desk.getByText(`Talking with ${formatPhone(visitorPhone)}`).waitFor();
  await visitor.sees('You are connected');
  await page.waitForTimeout(1_000);
  return [page, desk];
}

async function sideBySide(browser: Browser, shots: Buffer[]): Promise<Buffer> {
  const gap = 20;
  const sheet = await browser.newPage({
    viewport: { width: 400 + 1180 + 3 * gap, height: height + 2 * gap },
  });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}" alt="">`);
  const style = `body{display:flex;gap:${gap}px;margin:${gap}px;background:#8e9bb0}img{border-radius:12px}`;
  await sheet.setContent(`<!doctype html><style>${style}</style>${images.join('')}`);
  return sheet.screenshot();
}
