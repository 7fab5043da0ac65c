import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSecrets } from '../../adapters/system/secrets.ts';
import { type ClientRequest, type ClientSettings, createClientIdentity } from './client-identity.ts';

const secrets = createSecrets({ appSecret: 'a secret for tests only, long enough' });

function createIdentity(settings: Partial<ClientSettings> = {}) {
  return createClientIdentity({
    secrets,
    settings: { trustedProxies: [], blockedAddresses: [], ...settings },
  });
}

/** Returns a function that gives the client's address for a peer and its headers. */
function addressBehind(...trustedProxies: string[]) {
  const { address } = createIdentity({ trustedProxies });
  return (peer: string, headers: ClientRequest['headers']) => address(requestFrom(peer, headers));
}

function requestFrom(peer: string | undefined, headers: ClientRequest['headers'] = {}): ClientRequest {
  return { headers, socket: { remoteAddress: peer } };
}

const withoutProxy = addressBehind();
const behindProxy = addressBehind('loopback', '10.0.0.0/8', '2001:db8:aaaa::/48');

const publicV4 = fc.ipV4().filter((address) => !/^(10|127)\./.test(address));
const hop = fc.oneof(
  publicV4,
  fc.constantFrom('10.1.2.3', '127.0.0.1', 'unknown', '_hidden', '', '999.1.1.1'),
);

test('headers from an untrusted peer are ignored', () => {
  fc.assert(
    fc.property(publicV4, fc.array(hop), publicV4, (peer, hops, cloudflare) => {
      const headers = { 'x-forwarded-for': hops.join(', '), 'cf-connecting-ip': cloudflare };
      assert.equal(behindProxy(peer, headers), peer);
      assert.equal(withoutProxy('127.0.0.1', headers), '127.0.0.1');
    }),
  );
});

test('the hop that a trusted proxy adds is the client, for any hops to its left', () => {
  fc.assert(
    fc.property(fc.array(hop), publicV4, fc.subarray(['10.0.0.7', '10.9.9.9']), (forged, client, inner) => {
      const headers = { 'x-forwarded-for': [...forged, client, ...inner].join(', ') };
      assert.equal(behindProxy('127.0.0.1', headers), client);
    }),
  );
});

test('when every hop is a trusted proxy, the left-most hop is the client', () => {
  assert.equal(behindProxy('127.0.0.1', { 'x-forwarded-for': '10.0.0.5, 10.0.0.6' }), '10.0.0.5');
});

test('a hop that is not an address ends the search at the hop to its right', () => {
  assert.equal(behindProxy('127.0.0.1', { 'x-forwarded-for': '203.0.113.9, unknown, 10.0.0.6' }), '10.0.0.6');
});

test("Cloudflare's header counts only from Cloudflare", () => {
  const tunnel = addressBehind('cloudflare-tunnel');
  const edge = addressBehind('cloudflare');
  const both = { 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '198.51.100.1' };
  assert.equal(tunnel('::1', both), '203.0.113.9');
  assert.equal(edge('::ffff:104.16.0.1', both), '203.0.113.9');
  assert.equal(edge('192.0.2.1', both), '192.0.2.1');
  assert.equal(behindProxy('::1', both), '198.51.100.1');
  assert.equal(behindProxy('::1', { 'cf-connecting-ip': '203.0.113.9' }), '::1');
});

test('a Cloudflare header without exactly one address is ignored', () => {
  const tunnel = addressBehind('cloudflare-tunnel');
  for (const header of ['junk', '', '203.0.113.9, 198.51.100.1', ['203.0.113.9', '198.51.100.1']])
    assert.equal(tunnel('127.0.0.1', { 'cf-connecting-ip': header }), '127.0.0.1');
  assert.equal(tunnel('127.0.0.1', { 'x-forwarded-for': '198.51.100.1' }), '127.0.0.1');
});

test("a trusted proxy behind Cloudflare passes over Cloudflare's hop", () => {
  const headers = {
    'x-forwarded-for': '198.51.100.1, 203.0.113.9, 172.64.0.1',
    'cf-connecting-ip': '1.1.1.1',
  };
  assert.equal(addressBehind('10.0.0.0/8', 'cloudflare')('10.0.0.2', headers), '203.0.113.9');
});

test('ports, brackets, zones and IPv4-mapped addresses do not make another client', () => {
  const seen = (text: string) => behindProxy('::ffff:127.0.0.1', { 'x-forwarded-for': text });
  assert.equal(seen('203.0.113.9:4711'), '203.0.113.9');
  assert.equal(seen('[2001:DB8::1]:4711'), '2001:db8::1');
  assert.equal(seen('::FFFF:203.0.113.9'), '203.0.113.9');
  assert.equal(withoutProxy('fe80::1%eth0', {}), 'fe80::1');
});

test('a repeated header is read as one list', () => {
  const headers = { 'x-forwarded-for': ['198.51.100.1', '203.0.113.9'] };
  assert.equal(behindProxy('127.0.0.1', headers), '203.0.113.9');
});

test('a blocked range covers clients behind a trusted proxy, and not the proxy', () => {
  const { isBlocked } = createIdentity({
    trustedProxies: ['loopback'],
    blockedAddresses: ['203.0.113.0/24', '::ffff:198.51.100.0/120'],
  });
  const isHopBlocked = (hop: string) => isBlocked(requestFrom('127.0.0.1', { 'x-forwarded-for': hop }));
  assert.deepEqual(['203.0.113.9', '198.51.100.7', '192.0.2.1'].map(isHopBlocked), [true, true, false]);
  assert.equal(isBlocked(requestFrom(undefined)), false);
});

test('a fingerprint is the same for one /64 network and hides the address', () => {
  const { fingerprint } = createIdentity();
  const [one = '', same, other] = ['2001:db8::1', '2001:db8::ffff', '2001:db8:0:1::1'].map((peer) =>
    fingerprint(requestFrom(peer)),
  );
  assert.equal(one, same);
  assert.notEqual(one, other);
  assert.ok(!one.includes('2001'));
});
