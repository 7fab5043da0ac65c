import { chmodSync } from 'node:fs';

import { envPathOf, type PlantedFault, production, rewriteEnv } from './planted-fault.ts';

/** What an env file says differently from what its author sees. */
export const inEnvFile: readonly PlantedFault[] = [
  {
    name: '.env is readable by all users',
    check: 'settings.rights',
    finds: /read by other users/,
    hasFix: true,
    plant: (installation) => chmodSync(envPathOf(installation), 0o644),
  },
  {
    name: '.env is readable by the group',
    check: 'settings.rights',
    finds: /read by other users/,
    hasFix: true,
    plant: (installation) => chmodSync(envPathOf(installation), 0o640),
  },
  {
    name: 'a byte order mark begins .env',
    check: 'settings.encoding',
    finds: /byte order mark/,
    hasFix: true,
    plant: (installation) => rewriteEnv(installation, (text) => `\uFEFF${text}`),
  },
  {
    name: 'Windows saved .env as UTF-16',
    check: 'settings.encoding',
    finds: /UTF-16/,
    hasFix: true,
    plant: (installation) => rewriteEnv(installation, (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')),
  },
  {
    name: 'a zero-width space was copied along',
    check: 'settings.invisible',
    finds: /invisible characters.* line 6/,
    hasFix: true,
    settings: { BUSINESS_NAME: 'Ada\u200B Bakery' },
  },
  {
    name: 'a no-break space was copied along',
    check: 'settings.invisible',
    finds: /invisible characters/,
    hasFix: true,
    settings: { BUSINESS_NAME: 'Ada\u00A0Bakery' },
  },
  {
    name: 'a word processor wrote the quotes',
    check: 'settings.invisible',
    finds: /typographic quotes/,
    hasFix: true,
    settings: { BUSINESS_NAME: '\u201CAda\u201D' },
  },
  {
    name: 'an unquoted # cuts a password',
    check: 'settings.comments',
    finds: /SMTP_URL: an unquoted #/,
    hasFix: true,
    settings: { SMTP_URL: 'smtps://user:pass#word@mail.example.com' },
  },
  {
    name: 'a setting stands twice',
    check: 'settings.duplicates',
    finds: /LOG_LEVEL stands more than once/,
    hasFix: true,
    settings: { LOG_LEVEL: 'info\nLOG_LEVEL=warn' },
  },
];

/** Values that are wrong, alone or together. */
export const inSettings: readonly PlantedFault[] = [
  ['a setting is misspelled', { BUSSINESS_LINES: '2' }, /BUSSINESS_LINES is not a known setting/, true],
  ['a name of Twilio is used', { TWILIO_PHONE_NUMBER: '+12015550100' }, /TWILIO_PHONE_NUMBER/, true],
  ['both ports are the same', { PORT: '8502', SIMULATOR_PORT: '8502' }, /SIMULATOR_PORT is the same/, true],
  ['a switch has another word', { SCREENING: 'perhaps' }, /SCREENING/, true],
  ['the operator token is short', { ADMIN_API_TOKEN: 'short' }, /ADMIN_API_TOKEN/, true],
  [
    'a secret stands in two places',
    { APP_SECRET: 'x'.repeat(40), APP_SECRET_FILE: import.meta.filename },
    /APP_SECRET_FILE/,
    true,
  ],
  ['the secret file is gone', { APP_SECRET_FILE: '/no/such/file' }, /cannot be read from its file/, false],
  [
    'hours have no zone',
    { BUSINESS_HOURS_START: '09:00', BUSINESS_HOURS_END: '17:00' },
    /need a time zone/,
    true,
  ],
  [
    'sign-in is required without a provider',
    { REQUIRE_SIGN_IN: 'on', DEMO_SIGN_IN: 'off' },
    /no sign-in provider/,
    true,
  ],
  ['a webhook has no secret', { NOTIFY_WEBHOOK_URL: 'https://hooks.example.com/a' }, /must be signed/, true],
  [
    'half of a registration is missing',
    { GOOGLE_CLIENT_ID: 'a.apps.example' },
    /GOOGLE_CLIENT_SECRET is missing/,
    false,
  ],
  ['the business calls itself', { BUSINESS_NUMBER: '+12015550100' }, /would call itself/, false],
  ['the budget allows no callback', { DAILY_BUDGET: '0.01' }, /DAILY_BUDGET/, false],
  ['production has no secret', { ...production, APP_SECRET: '' }, /APP_SECRET is missing/, true],
  [
    'production has a sample secret',
    { ...production, APP_SECRET: 'change-me-change-me-change-me-change-me' },
    /APP_SECRET is a sample/,
    true,
  ],
  ['production runs on a faster clock', { ...production, CLOCK_SPEED: '5' }, /CLOCK_SPEED is set/, true],
  ['production has no captcha', { ...production, CAPTCHA: 'off' }, /CAPTCHA is off/, true],
  ['production lets fictitious people in', { ...production, DEMO_SIGN_IN: 'on' }, /DEMO_SIGN_IN is on/, true],
  [
    'production has no carrier',
    { NODE_ENV: 'production', APP_SECRET: production.APP_SECRET },
    /CALLBACK_PROVIDER is missing/,
    false,
  ],
].map(([name, settings, finds, hasFix]) => ({
  name: name as string,
  check: 'settings.valid',
  settings: settings as Record<string, string>,
  finds: finds as RegExp,
  ...(hasFix ? { hasFix: true as const } : {}),
}));

export const doubtful: readonly PlantedFault[] = [
  {
    name: 'the zone has no summer time',
    check: 'settings.meant',
    settings: { BUSINESS_TIMEZONE: 'EST' },
    finds: /EST, which has no summer time/,
    hasFix: true,
  },
  {
    name: 'the business is in a territory',
    check: 'settings.meant',
    settings: { BUSINESS_NUMBER: '+17872234567' },
    finds: /only numbers of PR/,
    hasFix: true,
  },
];

/** The checklist before real visitors come. */
export const inProduction: readonly PlantedFault[] = [
  {
    name: 'the server is in development mode',
    check: 'production.mode',
    finds: /NODE_ENV is not production/,
  },
  {
    name: 'the simulated carrier is left on',
    check: 'production.carrier',
    finds: /simulated carrier is in use/,
  },
  { name: 'there is no public address', check: 'production.https', finds: /no public https address/ },
  {
    name: 'the dashboard is switched off',
    check: 'production.operator',
    finds: /ADMIN_API_TOKEN is empty/,
    hasFix: true,
    plant: (installation) => rewriteEnv(installation, (text) => text.replace(/ADMIN_API_TOKEN=.*\n/, '')),
  },
  {
    name: 'personal data is kept forever',
    check: 'production.retention',
    finds: /RETENTION_DAYS is 0/,
    hasFix: true,
    settings: { RETENTION_DAYS: '0' },
  },
  {
    name: 'the log is silent',
    check: 'production.log-level',
    finds: /LOG_LEVEL is silent/,
    hasFix: true,
    settings: { LOG_LEVEL: 'silent' },
  },
  { name: 'no backup was made', check: 'production.backup', finds: /no backup was made/ },
];
