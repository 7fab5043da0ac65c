import packageJson from '../../package.json' with { type: 'json' };
import { chooseCarrier, simulatorAccount } from './carrier.ts';
import { checkValues } from './check.ts';
import type { Config } from './config.ts';
import { buildNotices } from './notices.ts';
import { type ConfigProblem, type Environment, readValues } from './read-values.ts';
import { buildSignIn } from './sign-in.ts';
import { buildSite } from './site.ts';
import { findMisspelled } from './spelling/misspelled.ts';
import { buildSpending } from './spending.ts';
import { cleanNames } from './values/clean-value.ts';
import { isLoopback, pageHostOf } from './values/url-types.ts';
import type { Values } from './variables.ts';
import { findWarnings } from './warnings.ts';
import { buildWebhooks } from './webhooks.ts';

/** `warnings`: what is valid and probably not meant. */
export type ConfigResult = { warnings: ConfigProblem[] } & (
  | { ok: true; config: Config }
  | { ok: false; problems: ConfigProblem[] }
);

/** Returns the configuration, or every problem of the environment at once, each with its fix. */
export function readConfig(environment: Environment): ConfigResult {
  const named = cleanNames(environment);
  const read = readValues(named);
  const problems = [...findMisspelled(named), ...read.problems, ...checkValues(read)];
  const warnings = findWarnings(read);
  return problems.length > 0
    ? { ok: false, problems, warnings }
    : { ok: true, config: buildConfig(read.values), warnings };
}

function buildConfig(values: Values): Config {
  const provider = chooseCarrier(values) ?? 'simulator';
  const publicBaseUrl = values.PUBLIC_BASE_URL ?? `http://127.0.0.1:${values.PORT}`;
  const frontendUrl = values.FRONTEND_URL ?? publicBaseUrl;
  const site = buildSite(values, frontendUrl);
  const pageHost = pageHostOf(frontendUrl);
  return {
    version: packageJson.version,
    production: values.NODE_ENV === 'production',
    provider,
    carrier: {
      accountSid: values.TWILIO_SID ?? simulatorAccount.sid,
      authToken: values.TWILIO_AUTH_TOKEN ?? simulatorAccount.authToken,
      oldAuthToken: values.TWILIO_AUTH_TOKEN_OLD,
      apiBaseUrl:
        values.TWILIO_API_BASE_URL ??
        (provider === 'simulator' ? `http://127.0.0.1:${values.SIMULATOR_PORT}` : undefined),
    },
    simulatorUrl: provider === 'simulator' ? buildSimulatorUrl(values) : undefined,
    publicBaseUrl,
    frontendUrl,
    frameAncestors: values.FRAME_ANCESTORS,
    site,
    privacyContact: values.PRIVACY_CONTACT,
    spending: buildSpending(values),
    pageHost,
    screening: values.SCREENING,
    visitorScreening: values.VISITOR_SCREENING === 'press-1',
    maxWaitMs: values.MAX_WAIT * 1000,
    minTalkSeconds: values.MIN_TALK_SECONDS,
    notices: buildNotices(values),
    webhooks: buildWebhooks(values),
    appSecret: values.APP_SECRET,
    databasePath: values.DATABASE_PATH,
    postgres:
      values.DATABASE_URL === undefined
        ? undefined
        : {
            url: values.DATABASE_URL,
            directUrl: values.DATABASE_URL_DIRECT,
            poolSize: values.DATABASE_POOL,
          },
    adminToken: values.ADMIN_API_TOKEN,
    metricsToken: values.METRICS_TOKEN,
    currency: values.CURRENCY,
    retentionMs: values.RETENTION_DAYS === 0 ? undefined : values.RETENTION_DAYS * 86_400_000,
    host: values.HOST,
    port: values.PORT,
    simulatorPort: values.SIMULATOR_PORT,
    trustedProxies: values.TRUSTED_PROXIES,
    blockedAddresses: values.BLOCKED_ADDRESSES,
    captcha: buildCaptcha(values),
    logFile: values.LOG_FILE,
    logLevel: values.LOG_LEVEL,
    signIn: buildSignIn(values),
    clockSpeed: values.CLOCK_SPEED ?? 1,
  };
}

/** A container reaches the simulator by a name that browsers outside do not know. */
function buildSimulatorUrl({ TWILIO_API_BASE_URL: apiBaseUrl, SIMULATOR_PORT: port }: Values): string {
  const isReachable = apiBaseUrl !== undefined && isLoopback(new URL(apiBaseUrl));
  return isReachable ? apiBaseUrl : `http://127.0.0.1:${port}`;
}

function buildCaptcha(values: Values): Config['captcha'] {
  const { CAPTCHA: choice, RECAPTCHA_SITE_KEY: siteKey, RECAPTCHA_SECRET_KEY: secretKey } = values;
  if (siteKey !== undefined && secretKey !== undefined) return { kind: 'recaptcha', siteKey, secretKey };
  return choice === 'off' ? undefined : { kind: 'altcha' };
}
