import packageJson from '../../package.json' with { type: 'json' };
import type { Site } from '../domain/site/site.ts';
import { chooseCarrier, simulatorAccount } from './carrier.ts';
import { checkValues } from './check.ts';
import { findMisspelled } from './misspelled.ts';
import { type ConfigProblem, type Environment, readValues } from './read-values.ts';
import { buildSignIn, type SignInProvider } from './sign-in.ts';
import { buildSite } from './site.ts';
import { buildSpending, type SpendingConfig } from './spending.ts';
import { pageHostOf } from './url-types.ts';
import type { Values } from './variables.ts';

/** What the deployer decided, checked. Times in milliseconds unless the name says otherwise. */
export type Config = {
  /** Of this package. */
  version: string;
  production: boolean;
  provider: 'simulator' | 'twilio';
  carrier: {
    accountSid: string;
    authToken: string;
    /** Accepted on webhooks while a new token takes its place. */
    oldAuthToken: string | undefined;
    /** Undefined: the carrier's own. No slash at the end. */
    apiBaseUrl: string | undefined;
  };
  /** Where the carrier and the identity providers reach this server; no slash at the end. */
  publicBaseUrl: string;
  /** Where the page with the form lies; no slash at the end. */
  frontendUrl: string;
  site: Site;
  /** Where visitors ask about their data: an email address. */
  privacyContact: string | undefined;
  spending: SpendingConfig;
  /** The host that browsers may fill a code in on. */
  pageHost: string | undefined;
  /** Whether the business must press 1. */
  screening: boolean;
  maxWaitMs: number;
  minTalkSeconds: number;
  /** How an email leaves; undefined when there is no mail server or nobody to write to. */
  mail: { url: string; from: string } | undefined;
  noticeWebhookSecret: string | undefined;
  /** Undefined: one is to be made, and kept beside the database. */
  appSecret: string | undefined;
  databasePath: string;
  /** What an operator shows; undefined: the operator's side is off. */
  adminToken: string | undefined;
  /** How long requests are kept; undefined: for ever. */
  retentionMs: number | undefined;
  host: string;
  port: number;
  simulatorPort: number;
  /** Addresses, ranges and presets of proxies whose word about the client's address is taken. */
  trustedProxies: readonly string[];
  /** Addresses and ranges that nobody may ask from. */
  blockedAddresses: readonly string[];
  /** `undefined`: none. */
  captcha: { kind: 'altcha' } | { kind: 'recaptcha'; siteKey: string; secretKey: string } | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  signIn: {
    /** Our registrations at real providers. */
    clients: Partial<Record<SignInProvider, { id: string; secret: string }>>;
    /** Whether the simulator's made-up people may sign in. */
    demo: boolean;
    /** Where visitors send their WhatsApp message to; E.164. */
    whatsappNumber: string | undefined;
  };
  /** How many times faster than real time passes; 1 in production. */
  clockSpeed: number;
};

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] };

/** Reads the environment, or names everything that is wrong with it at once, each with its fix. */
export function readConfig(environment: Environment): ConfigResult {
  const read = readValues(environment);
  const problems = [...findMisspelled(environment), ...read.problems, ...checkValues(read)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: buildConfig(read.values) };
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
    publicBaseUrl,
    frontendUrl,
    site,
    privacyContact: values.PRIVACY_CONTACT,
    spending: buildSpending(values),
    pageHost,
    screening: values.SCREENING,
    maxWaitMs: values.MAX_WAIT * 1000,
    minTalkSeconds: values.MIN_TALK_SECONDS,
    mail: buildMail(values),
    noticeWebhookSecret: values.NOTIFY_WEBHOOK_SECRET,
    appSecret: values.APP_SECRET,
    databasePath: values.DATABASE_PATH,
    adminToken: values.ADMIN_API_TOKEN,
    retentionMs: values.RETENTION_DAYS === 0 ? undefined : values.RETENTION_DAYS * 86_400_000,
    host: values.HOST,
    port: values.PORT,
    simulatorPort: values.SIMULATOR_PORT,
    trustedProxies: values.TRUSTED_PROXIES,
    blockedAddresses: values.BLOCKED_ADDRESSES,
    captcha: buildCaptcha(values),
    logLevel: values.LOG_LEVEL,
    signIn: buildSignIn(values),
    clockSpeed: values.CLOCK_SPEED ?? 1,
  };
}

function buildMail(values: Values): Config['mail'] {
  const { SMTP_URL: url, NOTIFY_EMAIL: to } = values;
  return url === undefined || to === undefined ? undefined : { url, from: values.SMTP_FROM ?? to };
}

function buildCaptcha(values: Values): Config['captcha'] {
  const { CAPTCHA: choice, RECAPTCHA_SITE_KEY: siteKey, RECAPTCHA_SECRET_KEY: secretKey } = values;
  if (siteKey !== undefined && secretKey !== undefined) return { kind: 'recaptcha', siteKey, secretKey };
  return choice === 'off' ? undefined : { kind: 'altcha' };
}
