import { after, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { type Rehearsal, startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import {
  createSimulatedPhones,
  type SimulatedPhones,
} from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { sharedBrowser } from './browser.ts';
import { browserTest } from './browser-test.ts';
import { buildServedPage } from './build-page.ts';
import { createVisitor, type Visitor } from './visitor.ts';

export type Stage = {
  /** A browser test on this stage; the first one opens it. */
  test(name: string, body: (t: TestContext) => Promise<void>): void;
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
  /**
   * How requests get the visitor's address. Browsers refuse an extra header on requests to another site, so a page on
   * another site needs `route`.
   */
  addressBy?: 'header' | 'route';
  /** Runs before the page is opened. */
  prepare?: (visitor: Visitor) => Promise<unknown>;
};

type StageOptions = {
  speed: number;
  /** Visitors' pages solve puzzles: a third of the CPU time of a request, so only where the test is about it. */
  hasCaptcha?: boolean;
  env?: () => Promise<Record<string, string>>;
};

type OpenStage = { options: StageOptions; browser: Browser; rehearsal: Rehearsal; phones: SimulatedPhones };

let current: OpenStage | undefined;

after(() => current?.rehearsal.stop());

/** Test files in one process run one after the other, so a stage closes when the next one opens. */
async function moveTo(options: StageOptions): Promise<void> {
  if (current?.options === options) return;
  await current?.rehearsal.stop();
  current = undefined;
  await buildServedPage();
  const env = { CAPTCHA: options.hasCaptcha ? 'pow' : 'off', ...(await options.env?.()) };
  const [browser, rehearsal] = await Promise.all([
    sharedBrowser(),
    startRehearsal({ speed: options.speed, env }),
  ]);
  current = { options, browser, rehearsal, phones: createSimulatedPhones(rehearsal.simulatorUrl) };
}

/** A backend and a simulated carrier for the tests of one file, and the browser of the process. */
export function openStage(options: StageOptions): Stage {
  let visitors = 0;

  function stage(): OpenStage {
    if (current?.options !== options) throw new Error('The stage is open only inside its own tests.');
    return current;
  }

  return {
    test: (name, body) =>
      browserTest(name, async (t) => {
        await moveTo(options);
        await body(t);
      }),
    get browser() {
      return stage().browser;
    },
    get rehearsal() {
      return stage().rehearsal;
    },
    get phones() {
      return stage().phones;
    },
    async visitor(t, { pageUrl, phone, prepare, addressBy = 'header', ...contextOptions } = {}) {
      const { browser, rehearsal, phones } = stage();
      visitors += 1;
      const address = { 'x-forwarded-for': `203.0.113.${visitors}` };
      const context = await browser.newContext({
        ...(addressBy === 'header' && { extraHTTPHeaders: address }),
        viewport: { width: 390, height: 844 },
        locale: 'en-US',
        timezoneId: 'America/New_York',
        ...contextOptions,
      });
      context.setDefaultTimeout(10_000);
      if (addressBy === 'route')
        await context.route(`${rehearsal.backendUrl}/**`, (route) =>
          route.continue({ headers: { ...route.request().headers(), ...address } }),
        );
      t.after(() => context.close());
      const own = phone ?? `+120155501${String(30 + visitors)}`;
      const visitor = createVisitor({ page: await context.newPage(), phones, phone: own });
      await prepare?.(visitor);
      await visitor.page.goto(pageUrl ?? `${rehearsal.backendUrl}/`);
      return visitor;
    },
  };
}
