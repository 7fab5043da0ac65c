import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { AccountCheck } from './adapters/twilio/client/check-account.ts';
import { checkPublicUrl } from './adapters/twilio/webhooks/check-public-url.ts';
import type { Config } from './config/config.ts';
import { createAdapters } from './create-adapters.ts';
import { examineFromServer } from './doctor/examine.ts';
import { logAccount } from './doctor/log-findings.ts';
import { createEngine } from './effects/handlers.ts';
import { createRetention } from './effects/retention.ts';
import { createWebhookRunner } from './effects/send-webhooks.ts';
import { createApp } from './http/app.ts';
import type { Log } from './ports/log.ts';
import { reportSignIn } from './report-setup.ts';
import { createStartChecks, type StartChecks } from './start-checks.ts';
import { createBulkRunner } from './usecases/operator/bulk.ts';
import { quarantineCallbacks } from './usecases/request/end-callback.ts';

export type Platform = {
  app: FastifyInstance;
  /** Starts the effects, first those that a crash left behind. */
  start(): Promise<void>;
  /**
   * Stops the effects first and answers requests and webhooks meanwhile, then closes the port and the database. Takes
   * nine seconds at most, and the database's time to close.
   */
  stop(): Promise<void>;
  /** Checks carrier account and public address, and logs what the deployer must fix. Repeats until both work. */
  checkStart(): Promise<void>;
};

/**
 * Builds the platform: adapters behind the ports, use cases that effects and routes call, the runner of the effects, and
 * the HTTP server. The database is open and migrated when this resolves; nothing runs before `start`.
 */
export async function compose(config: Config, log: Log): Promise<Platform> {
  const adapters = await createAdapters(config, log);
  const { store, providers } = adapters;
  const { pageHost, publicBaseUrl, frontendUrl: pageUrl } = config;
  const engine = createEngine(
    { ...adapters, pageHost, pageUrl, publicBaseUrl },
    `${process.pid}/${randomUUID()}`,
  );
  const retention = createRetention(adapters, config.retentionMs);
  const webhooks = createWebhookRunner(adapters);
  const bulkRunner = createBulkRunner(adapters);
  const stopping = new AbortController();
  const startChecks = composeStartChecks(config, adapters.log, adapters);
  const app = createApp({
    ...adapters,
    stopping: stopping.signal,
    bulkRunner,
    webhookRunner: webhooks,
    startWarnings: startChecks.warnings,
    examine: () => examineFromServer(config),
    settings: {
      siteId: config.site.id,
      publicBaseUrl: config.publicBaseUrl,
      carrier: config.provider,
      simulatorUrl: config.simulatorUrl,
      whatsappNumber: config.signIn.whatsappNumber,
      frontendUrl: config.frontendUrl,
      frameAncestors: config.frameAncestors,
      pageRoot: join(import.meta.dirname, '../dist/page'),
      retentionDays: Math.round((config.retentionMs ?? 0) / 86_400_000),
      privacyContact: config.privacyContact,
      trustedProxies: config.trustedProxies,
      adminToken: config.adminToken,
      metricsToken: config.metricsToken,
      currency: config.currency,
      blockedAddresses: config.blockedAddresses,
      version: config.version,
    },
  });
  return {
    app,
    async start() {
      const quarantined = await quarantineCallbacks(adapters);
      if (store.moved)
        log.warn('database restored or moved: due calls become text messages', { quarantined });
      reportSignIn(log, providers, config);
      engine.start();
      webhooks.start();
      retention.start();
      bulkRunner.start();
    },
    async stop() {
      stopping.abort();
      // The port stays open until the effects have ended: the carrier reports on the calls that they placed.
      adapters.closureSwitch.stop();
      await Promise.all([engine.stop(), webhooks.stop(), retention.stop(), bulkRunner.stop()]);
      await app.close();
      await store.close();
    },
    checkStart: () => startChecks.run(stopping.signal),
  };
}

/** The simulator can still be starting together with this server. */
const simulatorTimeoutMs = 3_000;
const simulatorPollMs = 200;

async function patiently(
  { provider }: Config,
  checkAccount: () => Promise<AccountCheck>,
): Promise<AccountCheck> {
  const giveUpAt = Date.now() + simulatorTimeoutMs;
  let found = await checkAccount();
  while (provider === 'simulator' && !found.ok && found.reason === 'unreachable' && Date.now() < giveUpAt) {
    await sleep(simulatorPollMs, undefined, { ref: false });
    found = await checkAccount();
  }
  return found;
}

function composeStartChecks(
  config: Config,
  log: Log,
  { checkCarrierAccount }: Pick<Awaited<ReturnType<typeof createAdapters>>, 'checkCarrierAccount'>,
): StartChecks {
  const { publicBaseUrl, carrier, host, port } = config;
  const listensAt = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  return createStartChecks({
    log,
    async checkAccount() {
      return logAccount(log, config.provider, await patiently(config, checkCarrierAccount));
    },
    checkAddress: () => checkPublicUrl({ publicBaseUrl, authToken: carrier.authToken, listensAt }),
  });
}
