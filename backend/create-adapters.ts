import { createAltcha } from './adapters/captcha/altcha.ts';
import { noCaptcha } from './adapters/captcha/no-captcha.ts';
import { createRecaptcha } from './adapters/captcha/recaptcha.ts';
import { createNoticeSenders } from './adapters/notice/notice-senders.ts';
import { createWebhookSender } from './adapters/notice/state-webhook.ts';
import { createProviders } from './adapters/oauth/create-providers.ts';
import { type DatabasePlace, openDatabase } from './adapters/sql/database.ts';
import type { MovePlace } from './adapters/sql/moved.ts';
import { createDatabaseClock } from './adapters/sql/postgres/clock.ts';
import { createAppSecret } from './adapters/system/app-secret.ts';
import { createCalendar } from './adapters/system/calendar.ts';
import {
  createClock,
  createSteadyClock,
  type SwitchableClock,
  switchableClock,
} from './adapters/system/clock.ts';
import { loadHolidays } from './adapters/system/holidays.ts';
import { createPhoneNumbers } from './adapters/system/phone-numbers.ts';
import { keepRecentErrors } from './adapters/system/recent-errors.ts';
import { createSecrets } from './adapters/system/secrets.ts';
import { checkAccount } from './adapters/twilio/client/check-account.ts';
import { createTwilioClient } from './adapters/twilio/client/client.ts';
import { createTwilioMessages } from './adapters/twilio/messages.ts';
import { createTwilioVoice } from './adapters/twilio/voice/voice.ts';
import type { Config } from './config/config.ts';
import { createSites } from './config/sites.ts';
import type { Captcha } from './ports/captcha.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Secrets } from './ports/secrets.ts';
import type { IdentityProviders } from './ports/sign-in/identity-provider.ts';
import { createClosureSwitch } from './usecases/operator/closure-switch.ts';

/** Creates the adapter of every port. The database is open and migrated when this resolves. */
export async function createAdapters(config: Config, plainLog: Log) {
  const baseClock = switchableClock(await createBaseClock(config));
  const clock = createSteadyClock(baseClock);
  const { log, recentErrors } = keepRecentErrors(plainLog, clock);
  const secrets = createSecrets({
    appSecret: config.appSecret ?? createAppSecret({ databasePath: config.databasePath }),
  });
  const holidays = await loadHolidays(holidayRegions(config), clock.now());
  const webhookAddresses = config.webhooks.addresses.map(({ id }) => id);
  const onMoved = (to: MovePlace) => void followDatabase(to, { config, log, clock: baseClock });
  const database = await openDatabase({ clock, webhookAddresses, onMoved, ...databasePlace(config, log) });
  const closureSwitch = createClosureSwitch({ ...database, clock, log }, createSites(config), config.site.id);
  const { sites } = closureSwitch;
  await closureSwitch.start();
  const { checkCarrierAccount, voice, messages } = createCarrier(config, { clock, log });
  return {
    ...database,
    clock,
    calendar: createCalendar({ holidays }),
    secrets,
    numbers: createPhoneNumbers(),
    log,
    recentErrors,
    sites,
    closureSwitch,
    voice,
    messages,
    checkCarrierAccount,
    senders: await createNoticeSenders({ messages, sites, ...config.notices }),
    webhookSender: createWebhookSender(config.webhooks),
    captcha: createCaptcha(config, { secrets, clock, log }),
    providers: createIdentityProviders(config),
  };
}

function createBaseClock({ postgres, clockSpeed }: Config): Promise<Clock> | Clock {
  const machine = createClock({ speed: clockSpeed });
  return postgres === undefined ? machine : createDatabaseClock(postgres.url, machine, clockSpeed);
}

/** The time of a database that servers share is that of its server. The steady clock keeps the step from callbacks. */
async function followDatabase(
  to: MovePlace,
  { config, log, clock }: { config: Config; log: Log; clock: SwitchableClock },
): Promise<void> {
  log.info('callbacks moved to another database', { database: 'url' in to ? 'Postgres' : to.path });
  // A clock that runs faster for a demonstration keeps its time.
  if (!('url' in to) || config.clockSpeed !== 1) return;
  try {
    clock.follow(await createDatabaseClock(to.url, createClock()));
  } catch (error) {
    log.warn('clock of the database unknown', { fix: 'restart the server' }, error);
  }
}

function databasePlace({ postgres, databasePath }: Config, log: Log): DatabasePlace {
  if (postgres === undefined) return { path: databasePath };
  const onListenFault = (problem: string, fix: string) =>
    log.warn('commits of other servers not received', { problem, fix });
  return { ...postgres, onListenFault };
}

function holidayRegions({ site }: Config): string[] {
  return site.hours?.holidays === undefined ? [] : [site.hours.holidays];
}

function createCarrier(config: Config, { clock, log }: { clock: Clock; log: Log }) {
  const { carrier, publicBaseUrl, site } = config;
  const { authToken, oldAuthToken, apiBaseUrl = 'https://api.twilio.com' } = carrier;
  const authTokens = oldAuthToken === undefined ? [authToken] : [authToken, oldAuthToken];
  const client = createTwilioClient({ ...carrier, apiBaseUrl, clock });
  return {
    voice: createTwilioVoice({ client, clock, publicBaseUrl, authTokens, log }),
    messages: createTwilioMessages({ client, publicBaseUrl, authTokens, log }),
    checkCarrierAccount: () => checkAccount(client, site.callerNumber),
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

/** Browsers and this server can reach the simulator at different addresses. */
function createIdentityProviders({
  publicBaseUrl,
  signIn,
  carrier,
  simulatorUrl,
}: Config): IdentityProviders {
  return createProviders({
    publicBaseUrl,
    clients: signIn.clients,
    simulator:
      signIn.demo && simulatorUrl !== undefined
        ? { forBrowsers: simulatorUrl, forServer: carrier.apiBaseUrl ?? simulatorUrl }
        : undefined,
  });
}
