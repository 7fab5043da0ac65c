import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { createTrustedProxies } from '../http/client/trusted-proxies.ts';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-values.ts';
import { acceptConfig, atTwilio, rejectedVariables } from './test-support.ts';
import { variables } from './variables.ts';

/** Origins of the server's own port. */
const local = ['http://127.0.0.1:8501', 'http://localhost:8501'];

const token = '0123456789abcdef0123456789abcdef';

test('an empty environment means the simulator, always open, on this machine', () => {
  const { version, ...config } = acceptConfig({});
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(config, {
    production: false,
    provider: 'simulator',
    blockedAddresses: [],
    captcha: { kind: 'altcha' },
    carrier: {
      accountSid: 'AC5104a70f000000000000000000000001',
      authToken: 'simulator-auth-token-not-a-secret',
      oldAuthToken: undefined,
      apiBaseUrl: 'http://127.0.0.1:8502',
    },
    simulatorUrl: 'http://127.0.0.1:8502',
    publicBaseUrl: 'http://127.0.0.1:8501',
    privacyContact: undefined,
    frontendUrl: 'http://127.0.0.1:8501',
    frameAncestors: [],
    site: {
      id: 'default',
      businessName: 'Example Business',
      language: 'en',
      brandColor: undefined,
      brandLogoUrl: undefined,
      businessNumber: '+12015550123',
      businessExtension: undefined,
      notifyNumber: '+12015550123',
      notifyEmail: undefined,
      notifyWebhook: undefined,
      callerNumber: '+12015550100',
      lines: 1,
      zone: 'UTC',
      hours: undefined,
      countries: ['US'],
      blockedNumbers: [],
      inbound: 'forward',
      callsWithCodes: true,
      recordCalls: false,
      maxCallSeconds: 3600,
      requireSignIn: false,
      signInWaivable: true,
      origins: ['http://127.0.0.1:8501', 'http://localhost:8501'],
    },
    screening: true,
    visitorScreening: false,
    maxWaitMs: 300_000,
    minTalkSeconds: 10,
    webhooks: { addresses: [], secrets: [] },
    notices: {
      mail: undefined,
      webhook: undefined,
      chats: [],
      channels: ['sms'],
      atOnce: 1,
      nudge: undefined,
      textsMissedVisitor: false,
    },
    appSecret: undefined,
    adminToken: undefined,
    metricsToken: undefined,
    currency: 'USD',
    retentionMs: 90 * 86_400_000,
    databasePath: 'data/callbacks.db',
    postgres: undefined,
    host: '127.0.0.1',
    port: 8501,
    simulatorPort: 8502,
    trustedProxies: [],
    logFile: undefined,
    logLevel: 'info',
    signIn: { clients: {}, demo: true, whatsappNumber: '+12015550100' },
    clockSpeed: 1,
    pageHost: undefined,
    spending: {
      caps: { textsPerHour: 1_500, callsPerDay: 300, minutesPerDay: 3_600, moneyPerDay: 50_000_000 },
      prices: {
        US: { text: 12_000, minute: 14_000 },
        CA: { text: 12_000, minute: 14_000 },
        SIP: { text: 0, minute: 4_000 },
      },
      codesPerBlock: 20,
    },
  });
});

test('the example file names exactly the known variables and is valid as it is', () => {
  const example = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));
  assert.deepEqual(Object.keys(example).sort(), Object.keys(variables).sort());
  assert.equal(acceptConfig(example).provider, 'simulator');
});

test("the simulator's account SID does not choose Twilio", () => {
  assert.equal(acceptConfig({ TWILIO_SID: acceptConfig({}).carrier.accountSid }).provider, 'simulator');
});

test('every variable of the example file has a comment', () => {
  const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const uncommented = lines.filter((line, at) => /^[A-Z_]+=/.test(line) && !lines[at - 1]?.startsWith('# '));
  assert.deepEqual(uncommented, []);
});

test('an empty value counts as unset', () => {
  const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, ' ']));
  assert.deepEqual(acceptConfig(empty), acceptConfig({}));
});

test('Twilio credentials choose Twilio; numbers may contain spaces and brackets', () => {
  const config = acceptConfig(atTwilio);
  assert.equal(config.provider, 'twilio');
  assert.equal(config.carrier.apiBaseUrl, undefined);
  assert.equal(config.publicBaseUrl, 'https://calls.example.com');
  assert.equal(config.site.callerNumber, '+12127365000');
  assert.equal(config.site.businessNumber, '+14156710101');
  assert.deepEqual(config.site.origins, ['https://calls.example.com', ...local]);
  assert.equal(config.site.businessName, 'calls.example.com');
});

test('every missing Twilio setting is reported', () => {
  const missing = ['TWILIO_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_NUMBER', 'BUSINESS_NUMBER', 'PUBLIC_BASE_URL'];
  assert.deepEqual(rejectedVariables({ CALLBACK_PROVIDER: 'twilio' }), missing);
  assert.deepEqual(rejectedVariables({ TWILIO_AUTH_TOKEN: token }), missing.toSpliced(1, 1));
  assert.match(
    JSON.stringify(readConfig({ CALLBACK_PROVIDER: 'twilio' })),
    /Twilio credentials not configured/,
  );
});

test('Twilio needs a public https address', () => {
  for (const address of ['http://calls.example.com', 'https://localhost', 'https://my_calls.example.com'])
    assert.deepEqual(
      rejectedVariables({ ...atTwilio, PUBLIC_BASE_URL: address }),
      ['PUBLIC_BASE_URL'],
      address,
    );
});

test('the Account SID format is checked for Twilio, not for a compatible carrier', () => {
  const other = { ...atTwilio, TWILIO_SID: '5b1c7f0e-77aa-4f60-8f4c-1f2e3d4c5b6a' };
  assert.deepEqual(rejectedVariables(other), ['TWILIO_SID']);
  const config = acceptConfig({ ...other, TWILIO_API_BASE_URL: 'https://carrier.example.com' });
  assert.equal(config.carrier.apiBaseUrl, 'https://carrier.example.com');
});

test('all problems are reported at once, each with its fix', () => {
  const read = readConfig({
    PORT: 'eighty',
    LOG_LEVEL: 'loud',
    BUSINESS_NUMBER: '2015550123',
    BUSINESS_HOURS_START: '9 AM',
    ALLOWED_COUNTRIES: 'US,XX',
    TRUSTED_PROXIES: '10.0.0.0/99',
    NODE_ENV: 'prodution',
  });
  assert.ok(!read.ok);
  assert.deepEqual(
    read.problems.map(({ variable, problem }) => `${variable} ${problem}`),
    [
      'BUSINESS_NUMBER has no country code',
      'BUSINESS_HOURS_START is not a time of day',
      'ALLOWED_COUNTRIES contains XX, which is not a country code',
      'PORT is not a number',
      'TRUSTED_PROXIES contains an entry that is not an IP address, a range or a preset',
      'LOG_LEVEL is none of debug, info, warn, error, silent',
      'NODE_ENV is none of production, development, test',
      'BUSINESS_HOURS_END is missing: BUSINESS_HOURS_START is set and needs it',
      'BUSINESS_TIMEZONE is missing: opening hours need a time zone',
    ],
  );
  for (const { fix } of read.problems) assert.match(fix, /^[A-Z].*\.$/);
});

test('proxies are addresses, ranges or presets, never every address', () => {
  const named = 'cloudflare-tunnel, loopback cloudflare 10.0.0.0/8';
  const { trustedProxies: proxies } = acceptConfig({ TRUSTED_PROXIES: named });
  assert.deepEqual(proxies, ['cloudflare-tunnel', 'loopback', 'cloudflare', '10.0.0.0/8']);
  assert.doesNotThrow(() => createTrustedProxies(proxies));
  for (const wrong of ['0.0.0.0/0', '::/0', 'cloudfare', 'nginx'])
    assert.deepEqual(rejectedVariables({ TRUSTED_PROXIES: wrong }), ['TRUSTED_PROXIES'], wrong);
});

test('an offset or an unknown name is not a time zone', () => {
  for (const zone of ['+02:00', 'Europe/Atlantis'])
    assert.deepEqual(rejectedVariables({ BUSINESS_TIMEZONE: zone }), ['BUSINESS_TIMEZONE'], zone);
});

test("the server's own port is an allowed origin, except in production", () => {
  const origins = (environment: Environment) => acceptConfig({ ...atTwilio, ...environment }).site.origins;
  assert.ok(origins({ PORT: '9000' }).includes('http://127.0.0.1:9000'));
  assert.ok(origins({ FRONTEND_URL: 'https://www.example.com' }).includes('http://localhost:8501'));
  const production = { NODE_ENV: 'production', APP_SECRET: 'f3a9'.repeat(12) };
  assert.deepEqual(origins(production), ['https://calls.example.com']);
});

test('allowed origins are exact and default to the origin of the page', () => {
  const page = { FRONTEND_URL: 'https://www.example.com/contact/' };
  assert.equal(acceptConfig(page).frontendUrl, 'https://www.example.com/contact');
  assert.deepEqual(acceptConfig(page).site.origins, ['https://www.example.com', ...local]);
  const named = 'https://a.example.com, https://B.example.com:8443';
  assert.deepEqual(acceptConfig({ ...page, ALLOWED_ORIGINS: named }).site.origins, [
    'https://a.example.com',
    'https://b.example.com:8443',
    ...local,
  ]);
  for (const invalid of ['*', 'https://*', 'example.com', 'https://example.com/page', 'null'])
    assert.deepEqual(rejectedVariables({ ALLOWED_ORIGINS: invalid }), ['ALLOWED_ORIGINS'], invalid);
});

test('FRAME_ANCESTORS are exact origins, by https in production', () => {
  const framed = { FRAME_ANCESTORS: 'https://www.example.com/, https://shop.example:8443' };
  assert.deepEqual(acceptConfig(framed).frameAncestors, [
    'https://www.example.com',
    'https://shop.example:8443',
  ]);
  for (const wrong of ['*', 'https://*.example.com', "'self'", 'https://www.example.com/page'])
    assert.deepEqual(rejectedVariables({ FRAME_ANCESTORS: wrong }), ['FRAME_ANCESTORS'], wrong);
  const production = { ...atTwilio, NODE_ENV: 'production', APP_SECRET: 'f3a9'.repeat(12) };
  assert.deepEqual(rejectedVariables({ ...production, FRAME_ANCESTORS: 'http://www.example.com' }), [
    'FRAME_ANCESTORS',
  ]);
});

test('NOTIFY_EMAIL needs a mail server, NOTIFY_WEBHOOK_URL a secret', () => {
  assert.deepEqual(rejectedVariables({ NOTIFY_EMAIL: 'owner@example.com' }), ['SMTP_URL']);
  assert.deepEqual(rejectedVariables({ NOTIFY_WEBHOOK_URL: 'https://example.com/hook' }), [
    'NOTIFY_WEBHOOK_SECRET',
  ]);
  assert.deepEqual(
    rejectedVariables({ NOTIFY_WEBHOOK_URL: 'http://example.com/hook', NOTIFY_WEBHOOK_SECRET: token }),
    ['NOTIFY_WEBHOOK_URL'],
  );
  const mail = { NOTIFY_EMAIL: 'owner@example.com', SMTP_URL: 'smtps://u:p@mail.example.com' };
  assert.deepEqual(acceptConfig(mail).notices.mail, {
    url: 'smtps://u:p@mail.example.com',
    from: 'owner@example.com',
    to: 'owner@example.com',
  });
  const from = 'Calls <calls@example.com>';
  assert.equal(acceptConfig({ ...mail, SMTP_FROM: from }).notices.mail?.from, from);
});

test('server and simulator need different ports', () => {
  assert.deepEqual(rejectedVariables({ PORT: '8600', SIMULATOR_PORT: '8600' }), ['SIMULATOR_PORT']);
});

test('callbacks are kept for RETENTION_DAYS, or forever when it is 0', () => {
  assert.equal(acceptConfig({ RETENTION_DAYS: '7' }).retentionMs, 7 * 86_400_000);
  assert.equal(acceptConfig({ RETENTION_DAYS: '0' }).retentionMs, undefined);
  assert.deepEqual(rejectedVariables({ RETENTION_DAYS: '-1' }), ['RETENTION_DAYS']);
});
