import type { z } from 'zod';
import { defaultLanguage, languageCodes } from '../../languages/languages.ts';
import * as path from './values/file-path.ts';
import { guessZones } from './values/guess-zone.ts';
import { adviseCountries, adviseNumber } from './values/guesses.ts';
import { noticeVariables, numberFix } from './values/notice-variables.ts';
import * as url from './values/url-types.ts';
import * as value from './values/value-types.ts';
import type { Variable } from './values/variable.ts';
import { webhookVariables } from './values/webhook-variables.ts';

const onOff = 'Write on or off.';
const longSecret = 'Create one with: openssl rand -base64 32';

const clientId = value.matching(/^\S+$/, 'contains spaces').optional();
const clientSecret = value.secret(16).optional();

function registration(provider: string) {
  return `Copy ID and secret from your app at the provider; docs/sign-in/${provider}.md shows where.`;
}

const anyOf = new Intl.ListFormat('en', { type: 'disjunction' });

function didYouMean(guesses: string[]): string | undefined {
  return guesses.length === 0 ? undefined : `Did you mean ${anyOf.format(guesses)}?`;
}

/** All environment variables of the server. */
export const variables = {
  TWILIO_SID: {
    schema: value.matching(/^\S+$/, 'contains spaces').optional(),
    fix: 'Copy the Account SID (AC and 32 more characters) from the first page of the Twilio console.',
  },
  TWILIO_AUTH_TOKEN: {
    schema: value.secret(16).optional(),
    fix: 'Copy the Auth Token from the first page of the Twilio console.',
    secret: true,
  },
  TWILIO_AUTH_TOKEN_OLD: {
    schema: value.secret(16).optional(),
    fix: 'Write the former Auth Token while you replace it; otherwise leave it empty.',
    secret: true,
  },
  TWILIO_NUMBER: {
    schema: value.phoneNumber.optional(),
    advise: adviseNumber,
    fix: `${numberFix} It is the number that you bought at Twilio.`,
  },
  BUSINESS_NUMBER: {
    schema: value.phoneOrSip.optional(),
    advise: adviseNumber,
    fix: `${numberFix} It is the phone of the business, also with an extension (ext. 12). A SIP address such as sip:owner@pbx.example.com works too.`,
  },
  BUSINESS_NAME: { schema: value.textUpTo(60).optional(), fix: 'Write the name that visitors know.' },
  SITE_LANGUAGE: {
    schema: value.choice(...languageCodes).default(defaultLanguage),
    fix: `Write what the business speaks: ${languageCodes.join(', ')}.`,
  },
  BRAND_COLOR: {
    schema: value.matching(/^#[0-9a-f]{6}$/i, 'is not a colour').optional(),
    fix: 'Write the colour of your brand as # and six hexadecimal digits, such as #1d5fd1.',
  },
  BRAND_LOGO_URL: {
    schema: url.safeUrl.optional(),
    fix: 'Write the https address of your logo, such as https://www.example.com/logo.svg.',
  },
  PRIVACY_CONTACT: {
    schema: value.email.optional(),
    fix: 'Write the email address for questions of visitors about their data.',
  },
  CALLBACK_PROVIDER: {
    schema: value.choice('simulator', 'twilio').optional(),
    fix: 'Write simulator (no real calls) or twilio.',
  },
  TWILIO_API_BASE_URL: {
    schema: url.safeOrigin.optional(),
    fix: 'Leave it empty for Twilio, or write the https address of a compatible carrier without a path.',
  },
  PUBLIC_BASE_URL: {
    schema: url.originUrl.optional(),
    fix: 'Write the public https address of this server, such as https://calls.example.com.',
  },
  FRONTEND_URL: {
    schema: url.pageUrl.optional(),
    fix: 'Write the address of the page with the form, such as https://contact.example.com.',
  },
  ALLOWED_ORIGINS: {
    schema: url.origins.optional(),
    fix: 'List the origins of pages that may request callbacks, separated by commas, such as https://www.example.com.',
  },
  FRAME_ANCESTORS: {
    schema: url.origins.default([]),
    fix: 'List the origins of sites that show the page in a frame, separated by commas, such as https://www.example.com.',
  },
  ...noticeVariables,
  ...webhookVariables,
  BUSINESS_HOURS: {
    schema: value.openingHours.optional(),
    fix: 'Write it as Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off.',
  },
  BUSINESS_HOURS_START: { schema: value.timeOfDay.optional(), fix: 'Write it as 09:00.' },
  BUSINESS_HOURS_END: {
    schema: value.timeOfDay.optional(),
    fix: 'Write it as 17:00; a time before the start means past midnight.',
  },
  BUSINESS_TIMEZONE: {
    schema: value.timeZone.optional(),
    fix: 'Write a name such as America/New_York.',
    advise: (typed) => didYouMean(guessZones(typed)),
  },
  BUSINESS_WEEKDAYS_ONLY: { schema: value.flag.default(false), fix: onOff },
  HOLIDAYS: {
    schema: value.holidayRegion.optional(),
    fix: 'Write a country or a part of it, such as US, US-NY or DE-BY; the business is closed on its public holidays.',
  },
  CLOSED_DATES: {
    schema: value.dates.optional(),
    fix: 'Write dates such as 2026-12-24, and ranges such as 2026-12-27..2027-01-02, with commas between them.',
  },
  BUSINESS_LINES: {
    schema: value.wholeNumber(1, 1000).default(1),
    fix: 'Write how many calls to the business may run at the same time.',
  },
  MAX_WAIT: {
    schema: value.wholeNumber(10, 7200).default(300),
    fix: 'Write how many seconds a visitor waits for a free line before the callback fails.',
  },
  MAX_CALL_MINUTES: {
    schema: value.wholeNumber(1, 240).default(60),
    fix: 'Write the maximum length of a call in minutes.',
  },
  MIN_TALK_SECONDS: {
    schema: value.wholeNumber(0, 120).default(10),
    fix: 'Write how many seconds a call must last to count as a conversation.',
  },
  CODE_CALLS: { schema: value.flag.default(true), fix: onOff },
  VISITOR_SCREENING: {
    schema: value.choice('off', 'press-1').default('off'),
    fix: 'Write press-1 to have visitors press 1 before they are connected, or off.',
  },
  SCREENING: { schema: value.flag.default(true), fix: onOff },
  RECORD_CALLS: { schema: value.flag.default(false), fix: onOff },
  INBOUND: {
    schema: value.choice('forward', 'announce').default('forward'),
    fix: 'Write forward (callers of TWILIO_NUMBER reach the business) or announce (they hear what it is for).',
  },
  REQUIRE_SIGN_IN: { schema: value.flag.optional(), fix: onOff },
  GOOGLE_CLIENT_ID: { schema: clientId, fix: registration('google') },
  GOOGLE_CLIENT_SECRET: { schema: clientSecret, fix: registration('google'), secret: true },
  FACEBOOK_CLIENT_ID: { schema: clientId, fix: registration('facebook') },
  FACEBOOK_CLIENT_SECRET: { schema: clientSecret, fix: registration('facebook'), secret: true },
  INSTAGRAM_CLIENT_ID: { schema: clientId, fix: registration('instagram') },
  INSTAGRAM_CLIENT_SECRET: { schema: clientSecret, fix: registration('instagram'), secret: true },
  X_CLIENT_ID: { schema: clientId, fix: registration('x') },
  X_CLIENT_SECRET: { schema: clientSecret, fix: registration('x'), secret: true },
  WHATSAPP_NUMBER: {
    schema: value.phoneNumber.optional(),
    advise: adviseNumber,
    fix: `${numberFix} It is your WhatsApp sender at Twilio; docs/sign-in/whatsapp.md shows where.`,
  },
  DEMO_SIGN_IN: {
    schema: value.flag.optional(),
    fix: 'Leave it empty: fictitious people can sign in with the simulator only, never in production.',
  },
  ALLOWED_COUNTRIES: {
    schema: value.countries.optional(),
    fix: 'List the countries that may be called as two-letter codes, separated by commas, such as US,CA. Territories have codes of their own, such as PR or JE.',
    advise: adviseCountries,
  },
  CURRENCY: {
    schema: value.matching(/^[A-Z]{3}$/, 'is not a currency code').default('USD'),
    fix: 'Write the three-letter code of the currency of PRICES and DAILY_BUDGET, such as USD.',
  },
  PRICES: {
    schema: value.prices.default({
      US: { text: 12_000, minute: 14_000 },
      CA: { text: 12_000, minute: 14_000 },
      SIP: { text: 0, minute: 4_000 },
    }),
    fix: 'Write the price of a text message and of a minute for each country, such as US=0.012/0.014.',
  },
  DAILY_BUDGET: {
    schema: value.decimal(0, 1_000_000).default(50),
    fix: 'Write how much calls and text messages may cost in a day, such as 50 or 49.50, or lower MAX_CALL_MINUTES.',
  },
  MAX_SMS_PER_HOUR: {
    schema: value.wholeNumber(1, 1_000_000).default(1_500),
    fix: 'Write how many text message segments visitors may be sent in sixty minutes.',
  },
  MAX_CALLS_PER_DAY: {
    schema: value.wholeNumber(1, 1_000_000).default(300),
    fix: 'Write how many calls may be placed in a day.',
  },
  MAX_MINUTES_PER_DAY: {
    schema: value.wholeNumber(1, 10_000_000).default(3600),
    fix: 'Write how many call minutes are allowed in a day (both legs count), or lower MAX_CALL_MINUTES.',
  },
  MAX_CODES_PER_BLOCK: {
    schema: value.wholeNumber(1, 1_000_000).default(20),
    fix: 'Write how many codes may be sent to 100 neighbouring numbers in an hour.',
  },
  BLOCKED_NUMBERS: {
    schema: value.numberPrefixes.default([]),
    fix: 'List numbers or prefixes with + and the country code, separated by commas, such as +1900.',
  },
  BLOCKED_ADDRESSES: {
    schema: value.ipRanges.default([]),
    fix: 'List addresses or ranges, separated by commas, such as 203.0.113.0/24.',
  },
  CAPTCHA: {
    schema: value.choice('pow', 'off').default('pow'),
    fix: 'Leave it empty, or write off for measurements on your own machine.',
  },
  RECAPTCHA_SITE_KEY: {
    schema: value.matching(/^[\w-]{20,100}$/, 'is not a reCAPTCHA site key').optional(),
    fix: 'Copy both keys (reCAPTCHA v2) from https://www.google.com/recaptcha/admin, or leave both empty.',
  },
  RECAPTCHA_SECRET_KEY: {
    schema: value.secret(20).optional(),
    fix: 'Copy both keys (reCAPTCHA v2) from https://www.google.com/recaptcha/admin, or leave both empty.',
    secret: true,
  },
  APP_SECRET: {
    schema: value.secret(32).optional(),
    fix: `${longSecret} (the same secret for every replica).`,
    secret: true,
  },
  ADMIN_API_TOKEN: { schema: value.secret(32).optional(), fix: `${longSecret}.`, secret: true },
  METRICS_TOKEN: { schema: value.secret(32).optional(), fix: `${longSecret}.`, secret: true },
  RETENTION_DAYS: {
    schema: value.wholeNumber(0, 36_500).default(90),
    fix: 'Write after how many days callbacks are deleted; 0 keeps them forever.',
  },
  DATABASE_PATH: {
    schema: path.databaseFile.default('data/callbacks.db'),
    fix: 'Write the path of the database file, such as data/callbacks.db.',
    advise: path.adviseDatabase,
  },
  BACKUP_FOLDER: {
    schema: path.filePath.optional(),
    fix: 'Write the folder of the backups, best on another disk; empty means backups beside the database.',
    advise: path.adviseBackups,
  },
  BACKUP_KEEP: {
    schema: value.wholeNumber(1, 1000).default(14),
    fix: 'Write how many automatic backups are kept.',
  },
  BACKUP_KEY: {
    schema: value.secret(32).optional(),
    fix: 'Write the key that ./run.sh backup --show-key printed on the machine of the backup.',
    secret: true,
  },
  DATABASE_URL: {
    schema: url.postgresUrl.optional(),
    fix: 'Write postgres://user:password@host/name of your Postgres database, or leave it empty for a file.',
    secret: true,
  },
  DATABASE_URL_DIRECT: {
    schema: url.postgresUrl.optional(),
    fix: 'Write the address of the Postgres server itself when DATABASE_URL leads to a pooler such as PgBouncer.',
    secret: true,
  },
  DATABASE_POOL: {
    schema: value.wholeNumber(2, 500).default(10),
    fix: 'Write how many connections this process may open to read from Postgres.',
  },
  HOST: {
    schema: value.listenHost.default('127.0.0.1'),
    fix: 'Write 127.0.0.1 to accept connections of this machine only, or 0.0.0.0 inside a container. The port is PORT.',
  },
  PORT: { schema: value.wholeNumber(1, 65_535).default(8501), fix: 'Write a free port number.' },
  SIMULATOR_PORT: {
    schema: value.wholeNumber(1, 65_535).default(8502),
    fix: 'Write a free port number other than PORT.',
  },
  TRUSTED_PROXIES: {
    schema: value.proxies.default([]),
    fix: 'Write cloudflare-tunnel, cloudflare, loopback, or the addresses of your own proxies, such as 172.16.0.0/12.',
  },
  LOG_LEVEL: {
    schema: value.choice('debug', 'info', 'warn', 'error', 'silent').default('info'),
    fix: 'Write debug, info, warn, error or silent.',
  },
  LOG_FILE: {
    schema: path.fileName.optional(),
    fix: 'Write the path of a file that gets the log too, or leave it empty.',
    advise: path.adviseLog,
  },
  NODE_ENV: {
    schema: value.choice('production', 'development', 'test').default('development'),
    fix: 'Write production for a server with real visitors; otherwise leave it empty.',
  },
  CLOCK_SPEED: {
    schema: value.decimal(0.01, 10_000).optional(),
    fix: 'Leave it empty, or write how many times faster the clock runs in a demonstration.',
  },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export type Values = { [Name in VariableName]: z.output<(typeof variables)[Name]['schema']> };
