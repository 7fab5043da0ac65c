import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { noCaptcha } from '../../../backend/adapters/captcha/no-captcha.ts';
import { createWebhookSender } from '../../../backend/adapters/notice/state-webhook.ts';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { createCalendar } from '../../../backend/adapters/system/calendar.ts';
import { createPhoneNumbers } from '../../../backend/adapters/system/phone-numbers.ts';
import { createSecrets } from '../../../backend/adapters/system/secrets.ts';
import type { Site } from '../../../backend/domain/site/site.ts';
import { createApp } from '../../../backend/http/app.ts';
import type { HttpDeps, HttpSettings } from '../../../backend/http/deps.ts';
import type { Secrets } from '../../../backend/ports/secrets.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { createClosureSwitch } from '../../../backend/usecases/operator/closure-switch.ts';
import { createFakeCarrier, type FakeCarrier } from '../carrier/fake-carrier.ts';
import { createRecordingLog, type Line } from '../fakes/recording-log.ts';
import { sampleSite, sampleSites } from '../fakes/sample-site.ts';
import { createVirtualClock, type VirtualClock } from '../fakes/virtual-clock.ts';
import { type ChosenDatabase, chooseDatabase } from '../postgres/chosen-database.ts';
import { watchAnswers } from './described-answers.ts';

export const pageOrigin = 'https://www.example.com';

export type HttpSetup = {
  app: FastifyInstance;
  store: Store;
  secrets: Secrets;
  clock: VirtualClock;
  carrier: FakeCarrier;
  log: Line[];
  deps: HttpDeps;
  database: Pick<ChosenDatabase, 'place' | 'refuseChanges'>;
  /** The file of the database, or its address. */
  path: string;
};

/** A mistake that is built into a server on purpose. */
export type Weakness = {
  /** Replaces the right dependencies; it can wrap them. */
  deps?(right: HttpDeps): Partial<HttpDeps>;
  /** Changes the server before its routes are added. */
  app?(app: FastifyInstance): void;
};

export type HttpSetupOptions = {
  weakness?: Weakness | undefined;
  site?: Partial<Site>;
  settings?: Partial<HttpSettings>;
  deps?: Partial<HttpDeps>;
  /** Ids of the addresses that are told of changes of state. */
  webhookAddresses?: readonly string[];
};

/** The HTTP server with its own database and an in-memory carrier; no effect runs. */
export async function openHttpSetup(test: TestContext, options: HttpSetupOptions = {}): Promise<HttpSetup> {
  const chosen = await chooseDatabase();
  const { path } = chosen;
  const clock = createVirtualClock({ settle: () => new Promise((resolve) => setImmediate(resolve)) });
  const database = await openDatabase({
    lockTimeoutMs: 100,
    ...chosen.place,
    clock,
    webhookAddresses: options.webhookAddresses ?? [],
  });
  const { store } = database;
  const secrets = createSecrets({ appSecret: 'a secret for tests only, long enough' });
  const carrier = createFakeCarrier({ clock });
  const { log, lines } = createRecordingLog();
  const closureSwitch = createClosureSwitch(
    { ...database, clock, log },
    sampleSites([sampleSite({ site: { origins: [pageOrigin], ...options.site } })]),
    'default',
  );
  const right: HttpDeps = {
    ...database,
    closureSwitch,
    providers: new Map(),
    captcha: noCaptcha,
    sites: closureSwitch.sites,
    secrets,
    clock,
    calendar: createCalendar(),
    numbers: createPhoneNumbers(),
    voice: carrier.voice,
    messages: carrier.messages,
    senders: [],
    webhookSender: createWebhookSender({ addresses: [], secrets: [] }),
    webhookRunner: { wake() {} },
    log,
    stopping: new AbortController().signal,
    recentErrors: () => [],
    startWarnings: () => [],
    examine: () => Promise.reject(new Error('this test runs no checks')),
    bulkRunner: { wake() {} },
    settings: { ...sampleSettings, ...options.settings },
    ...options.deps,
  };
  const deps = { ...right, ...options.weakness?.deps?.(right) };
  const app = createApp(deps);
  watchAnswers(test, app);
  options.weakness?.app?.(app);
  test.after(async () => {
    await app.close();
    await store.close();
    await chosen.remove();
  });
  return {
    app,
    store: deps.store,
    secrets: deps.secrets,
    clock,
    carrier,
    log: lines,
    deps,
    database: chosen,
    path,
  };
}

const sampleSettings: HttpSettings = {
  siteId: 'default',
  publicBaseUrl: 'https://calls.example.com',
  carrier: 'simulator',
  whatsappNumber: undefined,
  frontendUrl: pageOrigin,
  frameAncestors: [],
  simulatorUrl: 'http://127.0.0.1:8502',
  pageRoot: join(import.meta.dirname, 'sample-page'),
  retentionDays: 90,
  privacyContact: 'privacy@example.com',
  trustedProxies: [],
  adminToken: undefined,
  metricsToken: undefined,
  currency: 'USD',
  blockedAddresses: [],
  version: '1.2.3',
};
