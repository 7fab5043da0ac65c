import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Installation } from './installation.ts';

/** Something wrong that a deployer meets, and the check that must name it. */
export type PlantedFault = {
  name: string;
  check: string;
  finds: RegExp;
  /** Whether the printed commands mend it. */
  mends?: true;
  /** Whether the server runs. */
  running?: true;
  /** Settings that are added to `.env`. */
  settings?: Record<string, string>;
  plant?(installation: Installation, cleanUp: (undo: () => void) => void): void | Promise<void>;
};

const production = {
  NODE_ENV: 'production',
  CALLBACK_PROVIDER: 'simulator',
  APP_SECRET: 'kV7xQ2mN9pR4tY6uW8zA1sD3fG5hJ0lC',
};

function envPathOf({ folder }: Installation): string {
  return join(folder, '.env');
}

function rewriteEnv(installation: Installation, change: (text: string) => string | Buffer): void {
  const path = envPathOf(installation);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Serves instead of a proxy in front of the server. */
async function listen(answer: RequestListener, cleanUp: (undo: () => void) => void): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** What an env file says differently from what its author sees. */
const inEnvFile: PlantedFault[] = [
  {
    name: '.env is readable by all users',
    check: 'settings.rights',
    finds: /read by other users/,
    mends: true,
    plant: (installation) => chmodSync(envPathOf(installation), 0o644),
  },
  {
    name: '.env is readable by the group',
    check: 'settings.rights',
    finds: /read by other users/,
    mends: true,
    plant: (installation) => chmodSync(envPathOf(installation), 0o640),
  },
  {
    name: 'a byte order mark begins .env',
    check: 'settings.encoding',
    finds: /byte order mark/,
    mends: true,
    plant: (installation) => rewriteEnv(installation, (text) => `\uFEFF${text}`),
  },
  {
    name: 'Windows saved .env as UTF-16',
    check: 'settings.encoding',
    finds: /UTF-16/,
    mends: true,
    plant: (installation) => rewriteEnv(installation, (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')),
  },
  {
    name: 'a zero-width space was copied along',
    check: 'settings.invisible',
    finds: /invisible characters.* line 6/,
    mends: true,
    settings: { BUSINESS_NAME: 'Ada\u200B Bakery' },
  },
  {
    name: 'a no-break space was copied along',
    check: 'settings.invisible',
    finds: /invisible characters/,
    mends: true,
    settings: { BUSINESS_NAME: 'Ada\u00A0Bakery' },
  },
  {
    name: 'a word processor wrote the quotes',
    check: 'settings.invisible',
    finds: /typographic quotes/,
    mends: true,
    settings: { BUSINESS_NAME: '\u201CAda\u201D' },
  },
  {
    name: 'an unquoted # cuts a password',
    check: 'settings.comments',
    finds: /SMTP_URL: an unquoted #/,
    mends: true,
    settings: { SMTP_URL: 'smtps://user:pass#word@mail.example.com' },
  },
  {
    name: 'a setting stands twice',
    check: 'settings.duplicates',
    finds: /LOG_LEVEL stands more than once/,
    mends: true,
    settings: { LOG_LEVEL: 'info\nLOG_LEVEL=warn' },
  },
];

/** Values that are wrong, alone or together. */
const inSettings: PlantedFault[] = [
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
].map(([name, settings, finds, mends]) => ({
  name: name as string,
  check: 'settings.valid',
  settings: settings as Record<string, string>,
  finds: finds as RegExp,
  ...(mends ? { mends: true as const } : {}),
}));

const doubtful: PlantedFault[] = [
  {
    name: 'the zone has no summer time',
    check: 'settings.meant',
    settings: { BUSINESS_TIMEZONE: 'EST' },
    finds: /EST, which has no summer time/,
    mends: true,
  },
  {
    name: 'the business is in a territory',
    check: 'settings.meant',
    settings: { BUSINESS_NUMBER: '+17872234567' },
    finds: /only numbers of PR/,
    mends: true,
  },
];

/** Folder and database. */
const inData: PlantedFault[] = [
  {
    name: 'the data folder cannot be written',
    check: 'data.folder',
    finds: /cannot be read and written/,
    mends: true,
    plant: ({ folder }) => chmodSync(join(folder, 'data'), 0o500),
  },
  {
    name: 'DATABASE_PATH is a folder',
    check: 'data.folder',
    finds: /DATABASE_PATH is a folder/,
    mends: true,
    plant: (installation) => {
      mkdirSync(join(installation.folder, 'data/callbacks.db'));
      installation.configure({ DATABASE_PATH: 'data/callbacks.db' });
    },
  },
  {
    name: 'other users can read the database',
    check: 'data.rights',
    finds: /1 file of the data can be read/,
    mends: true,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/callbacks.db'), '', { mode: 0o644 }),
  },
  {
    name: 'other users can read the secret',
    check: 'data.rights',
    finds: /1 file of the data can be read/,
    mends: true,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/app-secret'), 'x'.repeat(43), { mode: 0o644 }),
  },
  {
    name: 'the secret beside the database is gone',
    check: 'data.secret',
    finds: /app-secret beside the database is gone/,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/callbacks.db'), ''),
  },
  {
    name: 'the database is no database',
    check: 'database.integrity',
    finds: /damaged: file is not a database/,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/callbacks.db'), 'no database '.repeat(1_000)),
  },
  {
    name: 'a page of the database is overwritten',
    check: 'database.integrity',
    finds: /damaged/,
    plant: ({ folder }) => damagePage(join(folder, 'data/callbacks.db')),
  },
  {
    name: 'a newer version wrote the database',
    check: 'database.schema',
    finds: /schema 9999-later/,
    plant: ({ folder }) => {
      const database = new DatabaseSync(join(folder, 'data/callbacks.db'));
      database.exec(
        "create table kysely_migration (name text); insert into kysely_migration values ('9999-later')",
      );
      database.close();
    },
  },
];

function damagePage(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('create table a (b text); create index c on a (b)');
  const insert = database.prepare('insert into a values (?)');
  for (let row = 0; row < 300; row += 1) insert.run(`row ${row} ${'x'.repeat(60)}`);
  database.close();
  const content = readFileSync(path);
  content.fill(0x5a, 3 * 4_096, 4 * 4_096);
  writeFileSync(path, content);
}

/** Port, disk, Docker and the running server. */
const onMachine: PlantedFault[] = [
  { name: 'the service is not running', check: 'service.running', finds: /is not running/ },
  {
    name: 'another program uses the port',
    check: 'service.port',
    finds: /another program uses port/,
    mends: true,
    plant: async (installation, cleanUp) => {
      const port = await listen((_request, response) => response.writeHead(404).end(), cleanUp);
      installation.configure({ PORT: String(port) });
    },
  },
  {
    name: 'the disk is nearly full',
    check: 'disk.space',
    finds: /50 MB of the disk are free/,
    plant: ({ facts }) => {
      facts.probes = { disk: async () => ({ freeBytes: 50 * 2 ** 20, totalBytes: 2 ** 40 }) };
    },
  },
  {
    name: 'the Docker daemon does not answer',
    check: 'docker.daemon',
    finds: /daemon does not answer/,
    settings: { CALLBACK_RUN: 'docker' },
    plant: ({ facts }) => {
      facts.probes = { run: async () => ({ code: 1, output: 'Cannot connect to the Docker daemon' }) };
    },
  },
  {
    name: 'Docker is asked for and not installed',
    check: 'docker.daemon',
    finds: /Docker is not installed/,
    mends: true,
    settings: { CALLBACK_RUN: 'docker' },
    plant: ({ facts }) => {
      facts.probes = { run: async () => undefined };
    },
  },
  {
    name: 'the visitor page is not built',
    check: 'service.page',
    finds: /page is not built/,
    plant: ({ folder }) => writeFileSync(join(folder, 'package.json'), '{}'),
  },
  {
    name: 'the packages are older than the lockfile',
    check: 'machine.packages',
    finds: /older than package-lock/,
    plant: ({ folder }) => writeFileSync(join(folder, 'package-lock.json'), '{}'),
  },
  {
    name: 'the settings were changed after the start',
    check: 'service.version',
    finds: /changed after the start/,
    plant: async (installation) => {
      await installation.start();
      installation.configure({ LOG_LEVEL: 'info' });
    },
  },
];

/** Account and number, as the carrier's API tells. */
const atCarrier: PlantedFault[] = [
  {
    name: 'the auth token is wrong',
    check: 'carrier.credentials',
    finds: /rejected the credentials/,
    settings: { TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef', CALLBACK_PROVIDER: 'simulator' },
  },
  {
    name: 'the simulated carrier is not running',
    check: 'carrier.credentials',
    finds: /simulated carrier does not answer/,
    settings: { TWILIO_API_BASE_URL: 'http://127.0.0.1:1' },
  },
  {
    name: 'the account is suspended',
    check: 'carrier.account',
    finds: /account is suspended/,
    plant: ({ simulator }) => void simulator.updateSettings({ accountStatus: 'suspended' }),
  },
  {
    name: 'the number belongs to another account',
    check: 'carrier.number',
    finds: /does not belong to the account/,
    settings: { TWILIO_NUMBER: '+12015550177' },
  },
  {
    name: 'the number has no voice',
    check: 'carrier.number',
    finds: /cannot make calls/,
    plant: ({ simulator }) =>
      void simulator.updateSettings({ numberCapabilities: { voice: false, sms: true } }),
  },
  {
    name: 'the number has no SMS',
    check: 'carrier.number',
    finds: /cannot send text messages/,
    plant: ({ simulator }) =>
      void simulator.updateSettings({ numberCapabilities: { voice: true, sms: false } }),
  },
  {
    name: 'the webhooks of the number go elsewhere',
    check: 'carrier.number-webhooks',
    finds: /calls and texts to TWILIO_NUMBER go to another address/,
    mends: true,
    plant: ({ simulator }) =>
      void simulator.updateSettings({ voiceUrl: 'https://demo.example.com/welcome', smsUrl: undefined }),
  },
  {
    name: 'the account is a trial without the business number',
    check: 'carrier.trial',
    finds: /BUSINESS_NUMBER and NOTIFY_NUMBER is not verified/,
    plant: ({ simulator }) => void simulator.updateSettings({ trial: true }),
  },
  {
    name: 'an allowed country may not be called',
    check: 'carrier.countries',
    finds: /may not call GB/,
    settings: { ALLOWED_COUNTRIES: 'US,GB', PRICES: 'US=0.01/0.01,GB=0.05/0.03' },
    plant: ({ simulator }) => void simulator.updateSettings({ voicePrefixes: ['+1'] }),
  },
  {
    name: 'no A2P brand is registered',
    check: 'carrier.a2p',
    finds: /no A2P 10DLC brand/,
    plant: ({ simulator }) => void simulator.updateSettings({ a2pBrand: undefined }),
  },
  {
    name: 'the A2P brand was refused',
    check: 'carrier.a2p',
    finds: /brand is failed/,
    plant: ({ simulator }) => void simulator.updateSettings({ a2pBrand: 'FAILED' }),
  },
  {
    name: 'the clock of the machine is slow',
    check: 'carrier.clock',
    finds: /clock of this machine is \d+ seconds slow/,
    plant: ({ facts }) => {
      facts.now = () => Date.now() - 300_000;
    },
  },
];

/** The public address, and what visitors need. */
const atAddress: PlantedFault[] = [
  {
    name: 'the tunnel is down',
    check: 'tunnel.webhook-roundtrip',
    finds: /PUBLIC_BASE_URL cannot be reached/,
    running: true,
    settings: { PUBLIC_BASE_URL: 'http://127.0.0.1:1' },
  },
  {
    name: 'the proxy refuses webhooks',
    check: 'tunnel.webhook-roundtrip',
    finds: /signed webhook does not come through PUBLIC_BASE_URL \(HTTP 403\)/,
    running: true,
    plant: async (installation, cleanUp) => {
      const port = await listen((request, response) => {
        if (request.url === '/health') response.end('{"status":"healthy"}');
        else response.writeHead(403).end();
      }, cleanUp);
      installation.configure({ PUBLIC_BASE_URL: `http://127.0.0.1:${port}` });
    },
  },
  {
    name: 'the tunnel holds live events back',
    check: 'tunnel.stream',
    finds: /holds live events back/,
    running: true,
    plant: async (installation, cleanUp) => {
      const port = await listen(async (_request, response) => {
        const answer = await fetch(`http://127.0.0.1:${installation.port}/health/stream`);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(await answer.text());
      }, cleanUp);
      installation.configure({ PUBLIC_BASE_URL: `http://127.0.0.1:${port}` });
    },
  },
  {
    name: 'the origin of the page is not allowed',
    check: 'visitors.origins',
    finds: /FRONTEND_URL is not in ALLOWED_ORIGINS/,
    mends: true,
    settings: {
      FRONTEND_URL: 'https://contact.example.com',
      ALLOWED_ORIGINS: 'https://www.example.com',
    },
  },
  {
    name: 'the proxy is not named',
    check: 'visitors.proxy',
    finds: /TRUSTED_PROXIES is empty/,
    mends: true,
    settings: { PUBLIC_BASE_URL: 'https://calls.example.com' },
  },
  {
    name: 'a sign-in provider would be sent to http',
    check: 'sign-in.redirects',
    finds: /begin with http: .*\/oauth\/callback\/google/,
    settings: { GOOGLE_CLIENT_ID: 'a.apps.example', GOOGLE_CLIENT_SECRET: 'a-long-enough-secret-of-google' },
  },
];

/** The checklist before real visitors come. */
const inProduction: PlantedFault[] = [
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
    mends: true,
    plant: (installation) => rewriteEnv(installation, (text) => text.replace(/ADMIN_API_TOKEN=.*\n/, '')),
  },
  {
    name: 'personal data is kept forever',
    check: 'production.retention',
    finds: /RETENTION_DAYS is 0/,
    mends: true,
    settings: { RETENTION_DAYS: '0' },
  },
  {
    name: 'the log is silent',
    check: 'production.log-level',
    finds: /LOG_LEVEL is silent/,
    mends: true,
    settings: { LOG_LEVEL: 'silent' },
  },
  { name: 'no backup was made', check: 'production.backup', finds: /no backup was made/ },
];

export const plantedFaults: readonly PlantedFault[] = [
  ...inEnvFile,
  ...inSettings,
  ...doubtful,
  ...inData,
  ...onMachine,
  ...atCarrier,
  ...atAddress,
  ...inProduction,
];
