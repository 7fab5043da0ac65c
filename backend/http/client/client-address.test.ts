import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clientAddress } from './client-address.ts';
import { trustedProxies } from './trusted-proxies.ts';

const nobody = trustedProxies([]);
const behindProxy = trustedProxies(['loopback', '10.0.0.0/8', '2001:db8:aaaa::/48']);

const publicV4 = fc.ipV4().filter((address) => !/^(10|127)\./.test(address));
const hop = fc.oneof(
  publicV4,
  fc.constantFrom('10.1.2.3', '127.0.0.1', 'unknown', '_hidden', '', '999.1.1.1'),
);

test('the headers of a peer that is no trusted proxy are not believed', () => {
  fc.assert(
    fc.property(publicV4, fc.array(hop), publicV4, (peer, hops, cloudflare) => {
      const headers = { 'x-forwarded-for': hops.join(', '), 'cf-connecting-ip': cloudflare };
      assert.equal(clientAddress(peer, headers, behindProxy), peer);
      assert.equal(clientAddress('127.0.0.1', headers, nobody), '127.0.0.1');
    }),
  );
});

test('whatever a client writes in front, the hop its proxy added is the client', () => {
  fc.assert(
    fc.property(fc.array(hop), publicV4, fc.subarray(['10.0.0.7', '10.9.9.9']), (forged, client, inner) => {
      const headers = { 'x-forwarded-for': [...forged, client, ...inner].join(', ') };
      assert.equal(clientAddress('127.0.0.1', headers, behindProxy), client);
    }),
  );
});

test('where every hop is ours, the furthest one asked', () => {
  const headers = { 'x-forwarded-for': '10.0.0.5, 10.0.0.6' };
  assert.equal(clientAddress('127.0.0.1', headers, behindProxy), '10.0.0.5');
});

test('a hop that is no address ends the search at the proxy that named it', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, unknown, 10.0.0.6' };
  assert.equal(clientAddress('127.0.0.1', headers, behindProxy), '10.0.0.6');
});

test("Cloudflare's own header is believed from Cloudflare alone", () => {
  const tunnel = trustedProxies(['cloudflare-tunnel']);
  const edge = trustedProxies(['cloudflare']);
  const both = { 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '198.51.100.1' };
  assert.equal(clientAddress('::1', both, tunnel), '203.0.113.9');
  assert.equal(clientAddress('::ffff:104.16.0.1', both, edge), '203.0.113.9');
  assert.equal(clientAddress('192.0.2.1', both, edge), '192.0.2.1');
  assert.equal(clientAddress('::1', both, behindProxy), '198.51.100.1');
  assert.equal(clientAddress('::1', { 'cf-connecting-ip': '203.0.113.9' }, behindProxy), '::1');
});

test('Cloudflare names one client, and who is not named so is the peer', () => {
  const tunnel = trustedProxies(['cloudflare-tunnel']);
  for (const header of ['junk', '', '203.0.113.9, 198.51.100.1', ['203.0.113.9', '198.51.100.1']])
    assert.equal(clientAddress('127.0.0.1', { 'cf-connecting-ip': header }, tunnel), '127.0.0.1');
  assert.equal(clientAddress('127.0.0.1', { 'x-forwarded-for': '198.51.100.1' }, tunnel), '127.0.0.1');
});

test('behind a proxy of ours that Cloudflare connects to, its hop is passed over', () => {
  const proxies = trustedProxies(['10.0.0.0/8', 'cloudflare']);
  const headers = {
    'x-forwarded-for': '198.51.100.1, 203.0.113.9, 172.64.0.1',
    'cf-connecting-ip': '1.1.1.1',
  };
  assert.equal(clientAddress('10.0.0.2', headers, proxies), '203.0.113.9');
});

test('ports, brackets, zones and IPv4 written as IPv6 make no other client', () => {
  const seen = (text: string) => clientAddress('::ffff:127.0.0.1', { 'x-forwarded-for': text }, behindProxy);
  assert.equal(seen('203.0.113.9:4711'), '203.0.113.9');
  assert.equal(seen('[2001:DB8::1]:4711'), '2001:db8::1');
  assert.equal(seen('::FFFF:203.0.113.9'), '203.0.113.9');
  assert.equal(clientAddress('fe80::1%eth0', {}, nobody), 'fe80::1');
});

test('a repeated header is read as one list', () => {
  const headers = { 'x-forwarded-for': ['198.51.100.1', '203.0.113.9'] };
  assert.equal(clientAddress('127.0.0.1', headers, behindProxy), '203.0.113.9');
});
