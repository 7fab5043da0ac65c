import { after, before, type TestContext } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { type Rehearsal, startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import {
  createSimulatedPhones,
  type SimulatedPhones,
} from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { whySkipped } from './browser-test.ts';
import { buildServedPage } from './build-page.ts';
import { findBrowser } from './find-browser.ts';
import { createVisitor, type Visitor } from './visitor.ts';

export type Stage = {
  readonly browser: Browser;
  readonly rehearsal: Rehearsal;
  readonly phones: SimulatedPhones;
  /** A new visitor with their own phone and address, on the page. */
  visitor(t: TestContext, options?: VisitorOptions): Promise<Visitor>;
};

export type VisitorOptions = BrowserContextOptions & {
  /** Address of the page; by default the backend's. */
  pageUrl?: string;
  phone?: string;
  /** Runs before the page is opened. */
  prepare?: (visitor: Visitor) => Promise<unknown>;
};

/** Chromium without background requests. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', ...hostRules],
  });
}

/** A host name that is not local, for pages that must not probe this machine. */
export const publicHost = 'pages.example.com';
const hostRules = [`--host-resolver-rules=MAP ${publicHost} 127.0.0.1`];

/** A backend, a simulated carrier and a browser for the tests of one file. */
export function openStage(options: { speed: number; env?: () => Promise<Record<string, string>> }): Stage {
  let open: { browser: Browser; rehearsal: Rehearsal; phones: SimulatedPhones } | undefined;
  let visitors = 0;
  const stage = () => {
    if (open === undefined) throw new Error('The stage is open only while tests run.');
    return open;
  };

  before(async () => {
    if (whySkipped() !== undefined) return;
    await buildServedPage();
    const env = (await options.env?.()) ?? {};
    const launching = launchBrowser();
    const rehearsal = await startRehearsal({ speed: options.speed, env }).catch(async (cause: unknown) => {
      await (await launching).close();
      throw cause;
    });
    const phones = createSimulatedPhones(rehearsal.simulatorUrl);
    open = { browser: await launching, rehearsal, phones };
  });
  after(async () => {
    await open?.browser.close();
    await open?.rehearsal.stop();
  });

  return {
    get browser() {
      return stage().browser;
    },
    get rehearsal() {
      return stage().rehearsal;
    },
    get phones() {
      return stage().phones;
    },
    async visitor(t, { pageUrl, phone, prepare, ...contextOptions } = {}) {
      const { browser, rehearsal, phones } = stage();
      visitors += 1;
      const context = await browser.newContext({
        extraHTTPHeaders: { 'x-forwarded-for': `203.0.113.${visitors}` },
        viewport: { width: 390, height: 844 },
        locale: 'en-US',
        timezoneId: 'America/New_York',
        ...contextOptions,
      });
      context.setDefaultTimeout(10_000);
      t.after(() => context.close());
      const own = phone ?? `+120155501${String(30 + visitors)}`;
      const visitor = createVisitor({ page: await context.newPage(), phones, phone: own });
      await prepare?.(visitor);
      await visitor.page.goto(pageUrl ?? `${rehearsal.backendUrl}/`);
      return visitor;
    },
  };
}
