import { listen, type PlantedFault } from './planted-fault.ts';

/** Account and number, as the carrier's API tells. */
export const atCarrier: readonly PlantedFault[] = [
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
    hasFix: true,
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
export const atAddress: readonly PlantedFault[] = [
  {
    name: 'a receiver of webhooks is down',
    check: 'webhooks.addresses',
    finds: /1 of the hosts in WEBHOOK_URLS does not answer: 127\.0\.0\.1:2$/,
    settings: {
      WEBHOOK_URLS: 'http://127.0.0.1:2/in/hidden-part',
      WEBHOOK_SECRET: `whsec_${'b2Nl'.repeat(10)}`,
    },
  },
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
    hasFix: true,
    settings: {
      FRONTEND_URL: 'https://contact.example.com',
      ALLOWED_ORIGINS: 'https://www.example.com',
    },
  },
  {
    name: 'the proxy is not named',
    check: 'visitors.proxy',
    finds: /TRUSTED_PROXIES is empty/,
    hasFix: true,
    settings: { PUBLIC_BASE_URL: 'https://calls.example.com' },
  },
  {
    name: 'a sign-in provider would be sent to http',
    check: 'sign-in.redirects',
    finds: /begin with http: .*\/oauth\/callback\/google/,
    settings: { GOOGLE_CLIENT_ID: 'a.apps.example', GOOGLE_CLIENT_SECRET: 'a-long-enough-secret-of-google' },
  },
];
