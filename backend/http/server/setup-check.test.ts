import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { createRecordingLog } from '../../../test/support/engine/recording-log.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { createSetupCheck } from './setup-check.ts';

const local = 'http://127.0.0.1:8501';
const forwarded = { 'x-forwarded-for': '203.0.113.9' };
const byCloudflare = { ...forwarded, 'cf-connecting-ip': '203.0.113.9' };

/** What is said after a request has come from there, and come again. */
function afterRequests(trustedProxies: string[], peer: string, headers: Record<string, string>) {
  const { log, lines } = createRecordingLog();
  const check = createSetupCheck({ log, settings: { publicBaseUrl: local, trustedProxies } });
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer });
  for (let times = 0; times < 2; times += 1) check.seeRequest({ headers, socket });
  return { fixes: lines.map(({ fields }) => String(fields.fix)), warnings: check.warnings() };
}

test('a proxy that is not trusted is noticed once, by log and by readiness', async (t) => {
  const rig = await openHttpSetup(t, { settings: { publicBaseUrl: local } });
  const warnings = async () => (await rig.app.inject('/health/ready')).json().warnings;
  assert.deepEqual(await warnings(), []);
  for (let times = 0; times < 2; times += 1) await rig.app.inject({ url: '/health', headers: byCloudflare });
  assert.deepEqual(
    rig.log.filter(({ level }) => level === 'warn').map(({ fields }) => fields.fix),
    ['set TRUSTED_PROXIES=cloudflare-tunnel'],
  );
  assert.deepEqual(await warnings(), ['visitors-share-an-address']);
});

test('the advice is for what stands in front', () => {
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
  assert.ok(!stranger.includes('203.0.113.'), 'it may be the address of a visitor');
});

test('where visitors are told apart, nothing is said', () => {
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

test('https without any proxy named is a warning from the start', () => {
  const publicBaseUrl = 'https://calls.example.com';
  const atStart = (trustedProxies: string[]) => {
    const { log, lines } = createRecordingLog();
    const check = createSetupCheck({ log, settings: { publicBaseUrl, trustedProxies } });
    return { lines: lines.length, warnings: check.warnings() };
  };
  assert.deepEqual(atStart([]), { lines: 1, warnings: ['visitors-share-an-address'] });
  assert.deepEqual(atStart(['loopback']), { lines: 0, warnings: [] });
});
