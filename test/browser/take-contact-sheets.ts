import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { CallbackState } from '../../contract/callback.ts';
import type { SiteInfo } from '../../contract/site.ts';
import { serveFolder } from './hosting/serve-folder.ts';
import { buildPage } from './support/build-page.ts';
import { launchBrowser } from './support/launch-browser.ts';

/**
 * Draws every state of the visitor's page at three widths, light and dark, on one sheet a width:
 * `SCREENSHOTS=shots npm run sheets [-- ringing code]`. The states are samples, answered in place of the API.
 */
const folder = process.env.SCREENSHOTS || 'shots';
const widths = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

const id = 'A'.repeat(22);
const now = new Date().toISOString();

function later(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toISOString();
}

const site: SiteInfo = {
  business_name: 'Riverside Plumbing',
  language: 'en',
  brand: { colors: null, logo_url: null },
  business_number: '+1 201 555 0100',
  open: true,
  next_opening: null,
  closed_message: null,
  expected_wait_seconds: null,
  phone: { prefix: '+1', example: '201 555 0123' },
  country: 'US',
  countries: ['US'],
  carrier: 'simulator',
  simulator_url: 'http://localhost:8502',
  sign_in: { required: false, providers: ['google', 'facebook', 'instagram', 'x', 'whatsapp', 'demo'] },
  captcha: { kind: 'none', site_key: null },
  recorded: false,
  limits: { name_length: 80, phone_length: 40, subject_length: 140, page_length: 200, code_length: 6 },
};

const opening = { at: '2030-01-07T14:00:00.000Z', local: 'Mon 7 Jan 09:00', time_zone: 'America/New_York' };
const closed = { open: false, next_opening: opening, closed_message: '' };
const code: NonNullable<CallbackState['code']> = {
  expires_at: later(600),
  guesses_left: 5,
  resend_at: later(24),
  delivery: 'sent',
  by: 'text',
  ways: ['text', 'call'],
};

const base: CallbackState = {
  request_id: id,
  reference: 'K7M-42QP',
  status: 'pending',
  step: null,
  outcome: null,
  message: '',
  version: 1,
  queue: null,
  code: null,
  phone: '+1 201 555 0145',
  business_number: '+1 201 555 0100',
  notice: 'none',
  now,
  created_at: now,
  updated_at: now,
};

type Scene = {
  name: string;
  site?: Partial<SiteInfo>;
  state?: Partial<CallbackState>;
  act?: (page: Page) => Promise<unknown>;
};

function press(button: string): (page: Page) => Promise<void> {
  return (page) => page.locator(`#${button}`).click();
}

const scenes: Scene[] = [
  { name: 'form' },
  { name: 'form-waiting', site: { expected_wait_seconds: 240 } },
  { name: 'form-closed', site: closed },
  { name: 'form-more', act: (page) => page.locator('#more > summary').click() },
  { name: 'form-errors', act: press('request-button') },
  { name: 'form-sign-in', act: press('sign-in-button') },
  { name: 'form-required', site: { sign_in: { required: true, providers: ['google', 'whatsapp'] } } },
  { name: 'code', state: { code } },
  { name: 'code-call', state: { code: { ...code, by: 'call', ways: ['call'] } } },
  { name: 'code-failed', state: { code: { ...code, delivery: 'failed' } } },
  { name: 'queue', state: { status: 'verified', queue: { position: 3, expected_wait_seconds: 240 } } },
  { name: 'calling', state: { status: 'calling', step: 'calling-business' } },
  { name: 'screening', state: { status: 'calling', step: 'business-screening' } },
  { name: 'ringing', state: { status: 'calling', step: 'calling-visitor' } },
  { name: 'connected', state: { status: 'connected', step: 'bridged' } },
  { name: 'hang-up', state: { status: 'connected', step: 'bridged' }, act: press('cancel-button') },
  { name: 'talked', state: { status: 'completed', outcome: 'talked' } },
  { name: 'missed', state: { status: 'failed', outcome: 'business-no-answer', notice: 'sent' } },
  { name: 'busy', state: { status: 'failed', outcome: 'business-busy', notice: 'delayed' } },
  { name: 'visitor-missed', state: { status: 'failed', outcome: 'visitor-no-answer', notice: 'sent' } },
  {
    name: 'closed-notified',
    site: closed,
    state: { status: 'failed', outcome: 'after-hours-notified', notice: 'sent' },
  },
  { name: 'cancelled', state: { status: 'cancelled', outcome: 'cancelled-by-visitor' } },
];

const root = await mkdtemp(join(tmpdir(), 'callback-sheet-'));
await buildPage({ backendUrl: '', outDir: root });
const host = await serveFolder(root);
const browser = await launchBrowser();
try {
  mkdirSync(folder, { recursive: true });
  for (const size of widths)
    for (const colorScheme of ['light', 'dark'] as const) {
      const shots = await takeScenes(size, colorScheme);
      writeFileSync(join(folder, `sheet-${size.width}-${colorScheme}.png`), await drawSheet(shots, size));
    }
} finally {
  await browser.close();
  await host.close();
  await rm(root, { recursive: true });
}

/** Names of scenes as arguments draw only those. */
function isWanted({ name }: Scene): boolean {
  const wanted = process.argv.slice(2);
  return wanted.length === 0 || wanted.includes(name);
}

type Shot = { name: string; picture: Buffer };

async function takeScenes(viewport: (typeof widths)[number], colorScheme: 'light' | 'dark'): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const scene of scenes.filter(isWanted)) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await answerInPlaceOfApi(page, scene);
    await page.goto(`http://127.0.0.1:${host.port}/site/`);
    await page.getByText(site.business_name).first().waitFor();
    if (scene.state !== undefined) await page.locator('#form-view').waitFor({ state: 'hidden' });
    await scene.act?.(page);
    await page.waitForTimeout(150);
    shots.push({ name: scene.name, picture: await page.screenshot() });
    await context.close();
  }
  return shots;
}

async function answerInPlaceOfApi(page: Page, scene: Scene): Promise<void> {
  if (scene.state !== undefined)
    await page.addInitScript((key) => sessionStorage.setItem('callback-followed', key), id);
  await page.route(/\/api\/v1\/site$/, (route) => route.fulfill({ json: { ...site, ...scene.site } }));
  await page.route(/\/callbacks\/[^/]+\/events$/, (route) => route.abort());
  await page.route(/\/callbacks\/[^/]+$/, (route) => route.fulfill({ json: { ...base, ...scene.state } }));
}

async function drawSheet(shots: Shot[], { width }: { width: number }): Promise<Buffer> {
  const shown = width > 1000 ? 640 : width;
  const columns = width > 1000 ? 3 : 7;
  const sheet = await browser.newPage({
    viewport: { width: columns * (shown + 16) + 16, height: 600 },
  });
  const figures = shots.map(
    ({ name, picture }) =>
      `<figure><img width="${shown}" src="data:image/png;base64,${picture.toString('base64')}" alt=""><figcaption>${name}</figcaption></figure>`,
  );
  const style = `body{margin:16px;display:grid;grid-template-columns:repeat(${columns},${shown}px);gap:16px;background:#8e9bb0;font:14px sans-serif}figure{margin:0}`;
  await sheet.setContent(`<!doctype html><style>${style}</style>${figures.join('')}`);
  const picture = await sheet.screenshot({ fullPage: true });
  await sheet.close();
  return picture;
}
