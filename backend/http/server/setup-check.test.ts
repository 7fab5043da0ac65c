import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecordingLog } from '../../../test/support/fakes/recording-log.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { createSecrets } from '../../adapters/system/secrets.ts';
import { createClientIdentity } from '../client/client-identity.ts';
import { createSetupCheck } from './setup-check.ts';

const local = 'http://127.0.0.1:8501';
const forwarded = { 'x-forwarded-for': '203.0.113.9' };
const byCloudflare = { ...forwarded, 'cf-connecting-ip': '203.0.113.9' };

const secrets = createSecrets({ appSecret: 'a secret for tests only, long enough' });

function openCheck(settings: { publicBaseUrl: string; trustedProxies: string[] }) {
  const { log, lines } = createRecordingLog();
  const client = createClientIdentity({ secrets, settings: { ...settings, blockedAddresses: [] } });
  return { check: createSetupCheck({ client, log, startWarnings: () => [], settings }), lines };
}

/** Sends the same request twice. Returns what was logged and the warnings. */
function afterRequests(trustedProxies: string[], peer: string, headers: Record<string, string>) {
  const { check, lines } = openCheck({ publicBaseUrl: local, trustedProxies });
  for (let times = 0; times < 2; times += 1) check.checkRequest({ headers, socket: { remoteAddress: peer } });
  return { fixes: lines.map(({ fields }) => String(fields.fix)), warnings: check.warnings() };
}

test('an untrusted proxy is reported once in the log and in the readiness answer', async (t) => {
  const setup = await openHttpSetup(t, { settings: { publicBaseUrl: local } });
  const warnings = async () => (await setup.app.inject('/health/ready')).json().warnings;
  assert.deepEqual(await warnings(), []);
  for (let times = 0; times < 2; times += 1)
    await setup.app.inject({ url: '/health', headers: byCloudflare });
  assert.deepEqual(
    setup.log.filter(({ level }) => level === 'warn').map(({ fields }) => fields.fix),
    ['set TRUSTED_PROXIES=cloudflare-tunnel'],
  );
  assert.deepEqual(await warnings(), ['visitors-share-an-address']);
});

test('the fix names the setting for the proxy that sent the request', () => {
  const advice = (...request: Parameters<typeof afterRequests>) => {
    const { fixes, warnings } = afterRequests(...request);
    assert.deepEqual(warnings, ['visitors-share-an-address']);
    assert.equal(fixes.length, 1);
    return fixes[0] ?? '';
  };
  const alone = { 'cf-connecting-ip': '203.0.113.9' };
  const hidden = { 'x-forwarded-for': 'hidden' };
  assert.match(advice([], '::1', forwarded), /TRUSTED_PROXIES=loopback$/);
  assert.match(advice([], '104.16.0.1', byCloudflare), /TRUSTED_PROXIES=cloudflare$/);
  assert.match(advice([], '::ffff:172.18.0.5', byCloudflare), /^add 172\.18\.0\.5,/);
  assert.match(advice(['loopback'], '127.0.0.1', alone), /TRUSTED_PROXIES=cloudflare-tunnel$/);
  assert.match(advice(['loopback'], '127.0.0.1', hidden), /X-Forwarded-For$/);
  assert.match(advice(['cloudflare-tunnel'], '127.0.0.1', forwarded), /is not Cloudflare/);
  const stranger = advice(['loopback'], '203.0.113.50', forwarded);
  assert.match(stranger, /TRUSTED_PROXIES/);
  assert.ok(!stranger.includes('203.0.113.'), 'the address may belong to a visitor');
});

test('nothing is reported when every client has its own address', () => {
  for (const [trusted, peer, headers] of [
    [['loopback'], '127.0.0.1', forwarded],
    [['cloudflare-tunnel'], '127.0.0.1', byCloudflare],
    [['cloudflare'], '172.64.3.4', byCloudflare],
    [[], '127.0.0.1', {}],
    [[], '127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }],
  ] as const) {
    assert.deepEqual(afterRequests([...trusted], peer, { ...headers }), { fixes: [], warnings: [] });
  }
});

test('https without TRUSTED_PROXIES gives a warning at the start', () => {
  const publicBaseUrl = 'https://calls.example.com';
  const atStart = (trustedProxies: string[]) => {
    const { check, lines } = openCheck({ publicBaseUrl, trustedProxies });
    return { lines: lines.length, warnings: check.warnings() };
  };
  assert.deepEqual(atStart([]), { lines: 1, warnings: ['visitors-share-an-address'] });
  assert.deepEqual(atStart(['loopback']), { lines: 0, warnings: [] });
});
