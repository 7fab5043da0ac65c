import type { z } from 'zod';
import * as url from './url-types.ts';
import * as text from './value-types.ts';
import { phoneNumber, phoneOrSip, prices } from './value-types.ts';

/** One environment variable: how it is read, and what to do when it is wrong. A secret may come from a file. */
export type Variable = { schema: z.ZodType; fix: string; secret?: true };

const number = 'Write it with + and the country code, the country of the USA being +1.';
const onOff = 'Write on or off.';
const longSecret = 'Make one with: openssl rand -base64 32';

const clientId = text.matching(/^\S+$/, 'contains spaces').optional();
const clientSecret = text.secret(16).optional();

function registration(provider: string) {
  return `Copy both from your app at the provider, as docs/sign-in/${provider}.md has it.`;
}

/** Every variable that is read, in the order of `.env.example`. */
export const variables = {
  TWILIO_SID: {
    schema: text.matching(/^\S+$/, 'contains spaces').optional(),
    fix: 'Copy the Account SID (AC and 32 digits or letters) from the first page of the Twilio console.',
  },
  TWILIO_AUTH_TOKEN: {
    schema: text.secret(16).optional(),
    fix: 'Copy the Auth Token from the first page of the Twilio console.',
    secret: true,
  },
  TWILIO_AUTH_TOKEN_OLD: {
    schema: text.secret(16).optional(),
    fix: 'Keep the former Auth Token here while a new one takes its place, else leave it empty.',
    secret: true,
  },
  TWILIO_NUMBER: { schema: phoneNumber.optional(), fix: `${number} It is the one bought at Twilio.` },
  BUSINESS_NUMBER: {
    schema: phoneOrSip.optional(),
    fix: `${number} It is the phone that rings at the business; a SIP address such as sip:owner@pbx.example.com will do.`,
  },
  BUSINESS_NAME: { schema: text.textUpTo(60).optional(), fix: 'Write the name as visitors know it.' },
  PRIVACY_CONTACT: {
    schema: text.email.optional(),
    fix: 'Write the email address that answers visitors who ask about their data.',
  },
  CALLBACK_PROVIDER: {
    schema: text.choice('simulator', 'twilio').optional(),
    fix: 'Write simulator (no real calls) or twilio.',
  },
  TWILIO_API_BASE_URL: {
    schema: url.safeOrigin.optional(),
    fix: "Leave it empty for Twilio, or write a compatible carrier's https address without a path.",
  },
  PUBLIC_BASE_URL: {
    schema: url.originUrl.optional(),
    fix: 'Write the https address at which this server is reached from outside, such as https://calls.example.com.',
  },
  FRONTEND_URL: {
    schema: url.pageUrl.optional(),
    fix: 'Write the address of the page with the form, such as https://contact.example.com.',
  },
  ALLOWED_ORIGINS: {
    schema: url.origins.optional(),
    fix: 'List the origins of pages that may ask for calls, separated by commas, such as https://www.example.com.',
  },
  NOTIFY_NUMBER: {
    schema: phoneNumber.optional(),
    fix: `${number} It is where missed calls are texted to: a mobile phone.`,
  },
  NOTIFY_EMAIL: { schema: text.email.optional(), fix: 'Write the address that reads about missed calls.' },
  SMTP_URL: {
    schema: url.smtpUrl.optional(),
    fix: 'Write it as smtps://user:password@mail.example.com, signs such as @ in the password as %40.',
    secret: true,
  },
  SMTP_FROM: { schema: text.mailbox.optional(), fix: 'Write an address your mail server may send from.' },
  NOTIFY_WEBHOOK_URL: {
    schema: url.safeUrl.optional(),
    fix: 'Write the https address that is to be told about missed calls.',
  },
  NOTIFY_WEBHOOK_SECRET: { schema: text.secret(24).optional(), fix: `${longSecret}.`, secret: true },
  BUSINESS_HOURS_START: { schema: text.timeOfDay.optional(), fix: 'Write it as 09:00.' },
  BUSINESS_HOURS_END: {
    schema: text.timeOfDay.optional(),
    fix: 'Write it as 17:00; earlier than the start means past midnight.',
  },
  BUSINESS_TIMEZONE: { schema: text.timeZone.optional(), fix: 'Write a name such as America/New_York.' },
  BUSINESS_WEEKDAYS_ONLY: { schema: text.flag.default(false), fix: onOff },
  BUSINESS_LINES: { schema: text.whole(1, 1000).default(1), fix: 'Write how many calls may run at once.' },
  MAX_WAIT: {
    schema: text.whole(10, 7200).default(300),
    fix: 'Write how many seconds a visitor waits for a free line before the business is texted.',
  },
  MAX_CALL_MINUTES: {
    schema: text.whole(1, 240).default(60),
    fix: 'Write after how many minutes a call ends.',
  },
  MIN_TALK_SECONDS: {
    schema: text.whole(0, 120).default(10),
    fix: 'Write how many seconds make a conversation.',
  },
  SCREENING: { schema: text.flag.default(true), fix: onOff },
  RECORD_CALLS: { schema: text.flag.default(false), fix: onOff },
  REQUIRE_SIGN_IN: { schema: text.flag.optional(), fix: onOff },
  GOOGLE_CLIENT_ID: { schema: clientId, fix: registration('google') },
  GOOGLE_CLIENT_SECRET: { schema: clientSecret, fix: registration('google'), secret: true },
  FACEBOOK_CLIENT_ID: { schema: clientId, fix: registration('facebook') },
  FACEBOOK_CLIENT_SECRET: { schema: clientSecret, fix: registration('facebook'), secret: true },
  INSTAGRAM_CLIENT_ID: { schema: clientId, fix: registration('instagram') },
  INSTAGRAM_CLIENT_SECRET: { schema: clientSecret, fix: registration('instagram'), secret: true },
  X_CLIENT_ID: { schema: clientId, fix: registration('x') },
  X_CLIENT_SECRET: { schema: clientSecret, fix: registration('x'), secret: true },
  WHATSAPP_NUMBER: {
    schema: phoneNumber.optional(),
    fix: `${number} It is the WhatsApp sender at Twilio, as docs/sign-in/whatsapp.md has it.`,
  },
  DEMO_SIGN_IN: {
    schema: text.flag.optional(),
    fix: 'Leave it empty: the simulator has made-up people, and production has none.',
  },
  ALLOWED_COUNTRIES: {
    schema: text.countries.optional(),
    fix: 'List the countries that may be called as two letters each, separated by commas, such as US,CA.',
  },
  CURRENCY: {
    schema: text.matching(/^[A-Z]{3}$/, 'is not a currency').default('USD'),
    fix: 'Write the three letters of the currency that PRICES and DAILY_BUDGET are in, such as USD.',
  },
  PRICES: {
    schema: prices.default({
      US: { text: 12_000, minute: 14_000 },
      CA: { text: 12_000, minute: 14_000 },
      SIP: { text: 0, minute: 4_000 },
    }),
    fix: "Write what a text and a minute cost for each country, as US=0.012/0.014, by your carrier's price list.",
  },
  DAILY_BUDGET: {
    schema: text.decimal(0, 1_000_000).default(50),
    fix: 'Write the most that calls and texts may cost in a day, or make calls shorter by MAX_CALL_MINUTES.',
  },
  MAX_SMS_PER_HOUR: {
    schema: text.whole(1, 1_000_000).default(200),
    fix: 'Write how many texts may leave in an hour; a long one counts as several.',
  },
  MAX_CALLS_PER_DAY: {
    schema: text.whole(1, 1_000_000).default(300),
    fix: 'Write how many calls may be made in a day.',
  },
  MAX_MINUTES_PER_DAY: {
    schema: text.whole(1, 10_000_000).default(3600),
    fix: 'Write how many minutes of calls there may be in a day, both sides counted, or lower MAX_CALL_MINUTES.',
  },
  MAX_CODES_PER_BLOCK: {
    schema: text.whole(1, 1_000_000).default(20),
    fix: 'Write how many codes may go to a hundred neighbouring numbers in an hour.',
  },
  BLOCKED_NUMBERS: {
    schema: text.numberBeginnings.default([]),
    fix: 'List numbers or their beginnings with + and the country code, separated by commas, such as +1900.',
  },
  BLOCKED_ADDRESSES: {
    schema: text.ipRanges.default([]),
    fix: 'List addresses or ranges, separated by commas, such as 203.0.113.0/24.',
  },
  CAPTCHA: {
    schema: text.choice('pow', 'off').default('pow'),
    fix: 'Leave it empty; off is for measurements on your own machine.',
  },
  RECAPTCHA_SITE_KEY: {
    schema: text.matching(/^[\w-]{20,100}$/, 'is no site key').optional(),
    fix: 'Copy both keys (reCAPTCHA v2) from https://www.google.com/recaptcha/admin, or leave both empty.',
  },
  RECAPTCHA_SECRET_KEY: {
    schema: text.secret(20).optional(),
    fix: 'Copy both keys (reCAPTCHA v2) from https://www.google.com/recaptcha/admin, or leave both empty.',
    secret: true,
  },
  APP_SECRET: {
    schema: text.secret(32).optional(),
    fix: `${longSecret}, the same for every replica.`,
    secret: true,
  },
  ADMIN_API_TOKEN: { schema: text.secret(32).optional(), fix: `${longSecret}.`, secret: true },
  RETENTION_DAYS: {
    schema: text.whole(0, 36_500).default(90),
    fix: 'Write after how many days requests are removed; 0 keeps them.',
  },
  DATABASE_PATH: {
    schema: text.textUpTo(1000).default('data/callbacks.db'),
    fix: 'Write where the file is to lie.',
  },
  HOST: {
    schema: text.matching(/^[0-9A-Za-z.:-]+$/, 'is not an address to listen on').default('127.0.0.1'),
    fix: 'Write 127.0.0.1 for this machine alone, or 0.0.0.0 inside a container.',
  },
  PORT: { schema: text.whole(1, 65_535).default(8501), fix: 'Write a free port.' },
  SIMULATOR_PORT: { schema: text.whole(1, 65_535).default(8502), fix: 'Write a free port other than PORT.' },
  TRUSTED_PROXIES: {
    schema: text.proxies.default([]),
    fix: 'Write cloudflare-tunnel, cloudflare, loopback, or the addresses of your own proxies, such as 172.16.0.0/12.',
  },
  LOG_LEVEL: {
    schema: text.choice('debug', 'info', 'warn', 'error', 'silent').default('info'),
    fix: 'Write debug, info, warn, error or silent.',
  },
  NODE_ENV: {
    schema: text.choice('production', 'development', 'test').default('development'),
    fix: 'Write production where visitors come, else leave it empty.',
  },
  CLOCK_SPEED: {
    schema: text.decimal(0.01, 10_000).optional(),
    fix: 'Leave it empty; for a demonstration write how many times faster time is to pass.',
  },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export type Values = { [Name in VariableName]: z.output<(typeof variables)[Name]['schema']> };
