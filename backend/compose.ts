import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import manifest from '../package.json' with { type: 'json' };
import { createAltcha } from './adapters/captcha/altcha.ts';
import { noCaptcha } from './adapters/captcha/no-captcha.ts';
import { createRecaptcha } from './adapters/captcha/recaptcha.ts';
import { createNoticeSenders } from './adapters/notice/notice-senders.ts';
import { createProviders } from './adapters/oauth/create-providers.ts';
import { openDatabase } from './adapters/sql/database.ts';
import { createAppSecret } from './adapters/system/app-secret.ts';
import { createCalendar } from './adapters/system/calendar.ts';
import { createClock } from './adapters/system/clock.ts';
import { createPhoneNumbers } from './adapters/system/phone-numbers.ts';
import { createSecrets } from './adapters/system/secrets.ts';
import { checkAccount } from './adapters/twilio/client/check-account.ts';
import { createTwilioClient } from './adapters/twilio/client/client.ts';
import { createTwilioMessages } from './adapters/twilio/messages.ts';
import { createTwilioVoice } from './adapters/twilio/voice/voice.ts';
import type { Config } from './config/config.ts';
import { createSites } from './config/sites.ts';
import { isLoopback } from './config/url-types.ts';
import { createEngine } from './effects/engine.ts';
import { createRetention } from './effects/retention.ts';
import { createApp } from './http/app.ts';
import type { Captcha } from './ports/captcha.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Secrets } from './ports/secrets.ts';
import type { IdentityProviders } from './ports/sign-in/identity-provider.ts';
import { checkSimulator, reportAccount, reportSignIn } from './report-setup.ts';
import { quarantineRequests } from './usecases/quarantine-requests.ts';

export type Platform = {
  app: FastifyInstance;
  /** Starts carrying out what is due; what a crash left behind comes first. */
  start(): Promise<void>;
  /** Stops taking requests, lets what is under way finish (ten seconds at most) and closes the database. */
  stop(): Promise<void>;
  /** Asks the carrier once whether it will work for us, and logs what a deployer must mend. */
  checkCarrier(): Promise<void>;
};

/** Puts the whole backend together. The database is open and migrated when this resolves. */
export async function compose(config: Config, log: Log): Promise<Platform> {
  const clock = createClock({ speed: config.clockSpeed });
  const calendar = createCalendar();
  const secrets = createSecrets({
    appSecret: config.appSecret ?? (await createAppSecret({ databasePath: config.databasePath })),
  });
  const sites = createSites(config);
  const database = await openDatabase({ path: config.databasePath, clock });
  const { store } = database;
  const { publicBaseUrl, carrier } = config;
  const authTokens = [
    carrier.authToken,
    ...(carrier.oldAuthToken === undefined ? [] : [carrier.oldAuthToken]),
  ];
  const client = createTwilioClient({
    ...carrier,
    apiBaseUrl: carrier.apiBaseUrl ?? 'https://api.twilio.com',
    clock,
  });
  const voice = createTwilioVoice({ client, clock, publicBaseUrl, authTokens, log });
  const messages = createTwilioMessages({ client, publicBaseUrl, authTokens, log });
  const core = { store, spending: database.spending, sites, secrets, clock, calendar, log, voice, messages };
  const { pageHost } = config;
  const engine = createEngine(
    {
      ...core,
      pageHost,
      senders: await createNoticeSenders({
        messages,
        sites,
        mail: config.mail,
        webhook: config.noticeWebhook,
      }),
    },
    `${process.pid}/${randomUUID()}`,
  );
  const retention = createRetention({ ...core, personalData: database.personalData }, config.retentionMs);
  const providers = describeProviders(config);
  const app = createApp({
    ...core,
    ...database,
    providers,
    captcha: createCaptcha(config, { secrets, clock, log }),
    numbers: createPhoneNumbers(),
    settings: {
      siteId: config.site.id,
      publicBaseUrl,
      carrier: config.provider,
      simulatorUrl: simulatorUrl(config),
      whatsappNumber: config.signIn.whatsappNumber,
      frontendUrl: config.frontendUrl,
      pageRoot: join(import.meta.dirname, '../dist/page'),
      retentionDays: Math.round((config.retentionMs ?? 0) / 86_400_000),
      privacyContact: config.privacyContact,
      trustedProxies: config.trustedProxies,
      adminToken: config.adminToken,
      blockedAddresses: config.blockedAddresses,
      version: manifest.version,
    },
  });
  return {
    app,
    async start() {
      const quarantined = await quarantineRequests(core);
      if (store.moved)
        log.warn('The database was restored or moved: calls that were due become texts', { quarantined });
      reportSignIn(log, providers, config);
      engine.start();
      retention.start();
    },
    async stop() {
      await app.close();
      await Promise.all([engine.stop(), retention.stop()]);
      await store.close();
    },
    async checkCarrier() {
      if (config.provider === 'simulator') await checkSimulator(log, config.carrier.apiBaseUrl ?? '');
      else reportAccount(log, await checkAccount(client, config.site.callerNumber));
    },
  };
}

function createCaptcha(
  { captcha, site }: Config,
  { secrets, clock, log }: { secrets: Secrets; clock: Clock; log: Log },
): Captcha {
  if (captcha === undefined) return noCaptcha;
  if (captcha.kind === 'altcha')
    return createAltcha({ secret: secrets.fingerprint('captcha', 'altcha'), clock });
  const { siteKey, secretKey } = captcha;
  const hostnames = site.origins.map((origin) => new URL(origin).hostname);
  return createRecaptcha({ siteKey, secretKey, hostnames, clock, log });
}

/** Where a browser finds the simulator: between containers it goes by a name that no browser knows. */
function simulatorUrl({ provider, carrier, simulatorPort }: Config): string | undefined {
  if (provider !== 'simulator') return undefined;
  const url = carrier.apiBaseUrl;
  return url !== undefined && isLoopback(new URL(url)) ? url : `http://127.0.0.1:${simulatorPort}`;
}

/** The simulator's made-up people are reached by two addresses: the browser's, and this server's. */
function describeProviders(config: Config): IdentityProviders {
  const { publicBaseUrl, signIn, carrier } = config;
  const forBrowsers = signIn.demo ? simulatorUrl(config) : undefined;
  return createProviders({
    publicBaseUrl,
    clients: signIn.clients,
    simulator:
      forBrowsers === undefined ? undefined : { forBrowsers, forServer: carrier.apiBaseUrl ?? forBrowsers },
  });
}
