import { isE164, isSipAddress } from './phone/phone-number.ts';
import { createSimulator } from './simulator.ts';
import { createSystemClock } from './time/clock.ts';

const env = process.env;

function stopWith(problem: string): never {
  process.stderr.write(`simulator: ${problem}\n`);
  process.exit(1);
}

function readPositive(name: string, defaultValue: number): number {
  const number = Number(env[name] || defaultValue);
  return number > 0 ? number : stopWith(`${name} must be a number above 0, not "${env[name]}"`);
}

const accountSid = env.SIMULATOR_ACCOUNT_SID || 'AC5104a70f000000000000000000000001';
const numbers = (env.SIMULATOR_NUMBERS || '+12015550100').split(',').map((number) => number.trim());
if (!/^AC[0-9a-fA-F]{32}$/.test(accountSid))
  stopWith('SIMULATOR_ACCOUNT_SID must be AC and 32 hexadecimal digits');
const invalid = numbers.find((number) => !isE164(number));
if (invalid !== undefined)
  stopWith(`SIMULATOR_NUMBERS must be E.164 numbers separated by commas, not "${invalid}"`);

const names = new Map<string, string>();
for (const pair of (env.SIMULATOR_PHONES || '').split(',').filter((text) => text.trim() !== '')) {
  const [, name = '', number = ''] = /^\s*(.+?)\s*=\s*(\S+)\s*$/.exec(pair) ?? [];
  if (!isE164(number) && !isSipAddress(number))
    stopWith(`SIMULATOR_PHONES must be name=number pairs separated by commas, not "${pair}"`);
  names.set(number, name);
}

const pageUrl = env.SIMULATOR_PAGE_URL || undefined;
if (pageUrl !== undefined && !/^https?:$/.test(URL.parse(pageUrl)?.protocol ?? ''))
  stopWith(`SIMULATOR_PAGE_URL must be an http(s) URL, not "${pageUrl}"`);

const speed = readPositive('SIMULATOR_SPEED', 1);
const simulator = createSimulator({
  clock: createSystemClock({ speed }),
  speed,
  names,
  pageUrl,
  accountSid,
  authToken: env.SIMULATOR_AUTH_TOKEN || 'simulator-auth-token-not-a-secret',
  numbers,
  publicUrls: (env.SIMULATOR_PUBLIC_URLS || '').split(',').map((url) => url.trim()),
  identity: {
    redirectUris: (env.SIMULATOR_OIDC_REDIRECT_URIS || 'http://127.0.0.1:8501/oauth/callback/demo')
      .split(',')
      .map((uri) => uri.trim()),
    issuer: env.SIMULATOR_OIDC_ISSUER || undefined,
  },
  settings: {
    voiceUrl: env.SIMULATOR_VOICE_URL || undefined,
    smsUrl: env.SIMULATOR_SMS_URL || undefined,
    whatsappUrl: env.SIMULATOR_WHATSAPP_URL || undefined,
  },
});

const host = env.SIMULATOR_HOST || '127.0.0.1';
const address = await simulator.app
  .listen({ host, port: readPositive('SIMULATOR_PORT', 8502) })
  .catch((error: Error) => stopWith(`cannot listen: ${error.message}`));
process.stdout.write(`Simulated carrier at ${address} for ${numbers.join(', ')} (account ${accountSid})\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.app.close());
