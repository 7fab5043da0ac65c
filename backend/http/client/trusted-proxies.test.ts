import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTrustedProxies } from './trusted-proxies.ts';

test('addresses, ranges and the preset loopback are forwarding proxies', () => {
  const kindOf = createTrustedProxies(['loopback', '192.0.2.7', '10.0.0.0/8']);
  for (const address of ['127.0.0.1', '::1', '192.0.2.7', '10.255.0.1'])
    assert.equal(kindOf(address), 'forwarding', address);
  for (const address of ['192.0.2.8', '104.16.0.1', '::2']) assert.equal(kindOf(address), undefined, address);
});

test('a Cloudflare tunnel connects only from this machine', () => {
  const kindOf = createTrustedProxies(['cloudflare-tunnel']);
  assert.deepEqual(['127.0.0.1', '::1', '104.16.0.1'].map(kindOf), ['cloudflare', 'cloudflare', undefined]);
});

test('the preset cloudflare covers the addresses that Cloudflare publishes', () => {
  const kindOf = createTrustedProxies(['cloudflare']);
  for (const address of ['104.16.0.1', '172.71.255.254', '2606:4700::1', '2a06:98c7:ffff::1'])
    assert.equal(kindOf(address), 'cloudflare', address);
  for (const address of ['104.28.0.1', '104.32.0.1', '127.0.0.1', '2606:4701::1'])
    assert.equal(kindOf(address), undefined, address);
});

test('an address of both kinds counts as forwarding', () => {
  for (const entries of [
    ['loopback', 'cloudflare-tunnel'],
    ['cloudflare-tunnel', '127.0.0.1'],
  ])
    assert.equal(createTrustedProxies(entries)('127.0.0.1'), 'forwarding');
});

test('an entry that is not a preset, an address or a range is an error', () => {
  for (const entry of ['cloudfare', 'toString', '10.0.0.0/33'])
    assert.throws(() => createTrustedProxies([entry]), { code: 'bad-address-range' }, entry);
});
