import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addressScope,
  clientNetwork,
  createAddressMatcher,
  networksAround,
  normalizeAddress,
} from './client-identity.ts';

test('a matcher covers single addresses and ranges', () => {
  const isListed = createAddressMatcher(['127.0.0.0/8', '::1', '192.0.2.7', '10.0.0.0/8', '2001:db8::/32']);
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '192.0.2.7', '10.255.0.1', '2001:db8::9']) {
    assert.equal(isListed(address), true, address);
  }
  for (const address of ['192.0.2.8', '11.0.0.1', '2001:db9::1', '::2', '', 'unknown']) {
    assert.equal(isListed(address), false, address);
  }
});

test('a matcher without entries matches no address', () => {
  assert.equal(createAddressMatcher([])('127.0.0.1'), false);
});

test('an entry that is not an address or a range is an error', () => {
  for (const entry of [
    '10.0.0.0/33',
    'proxy.example',
    '10.0.0.0/',
    '10.0.0.0/8/8x',
    '::1/129',
    '',
    '0x7f.1/8',
  ]) {
    assert.throws(() => createAddressMatcher([entry]), { code: 'bad-address-range' }, entry);
  }
});

test('exactly the addresses that Node reads are read', () => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended());
  fc.assert(
    fc.property(text, (address) =>
      assert.equal(normalizeAddress(address) !== undefined, isIP(address) !== 0),
    ),
  );
});

test('an IPv6 address with zeros before IPv4 digits is not that IPv4 address', () => {
  assert.equal(createAddressMatcher(['127.0.0.0/8'])(normalizeAddress('::127.0.0.1') ?? ''), false);
  assert.equal(createAddressMatcher(['::10.0.0.0/104'])('10.0.0.1'), false);
  assert.equal(createAddressMatcher(['::10.0.0.0/104'])('::10.0.0.1'), true);
  assert.equal(createAddressMatcher(['::10.0.0.1'])('10.0.0.1'), false);
});

test('an address of this machine or of a private network is not of the internet', () => {
  const scopes = ['127.0.0.1', '::1', '10.1.2.3', '100.64.0.1', 'fd00::1', 'fe80::1', '8.8.8.8'].map(
    addressScope,
  );
  assert.deepEqual(scopes, ['machine', 'machine', 'private', 'private', 'private', 'private', 'internet']);
});

test('an IPv4 address is its own network', () => {
  fc.assert(fc.property(fc.ipV4(), (address) => assert.equal(clientNetwork(address), address)));
});

test('the first 64 bits of an IPv6 address decide which client it is', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  const groups = (length: number) => fc.array(group, { minLength: length, maxLength: length });
  const written = (parts: number[]) => parts.map((part) => part.toString(16)).join(':');
  fc.assert(
    fc.property(groups(4), groups(4), groups(4), (prefix, left, right) => {
      const one = clientNetwork(written([...prefix, ...left]));
      assert.equal(one, clientNetwork(written([...prefix, ...right])));
      const [first = 0, ...rest] = prefix;
      assert.notEqual(one, clientNetwork(written([(first + 1) % 0x1_0000, ...rest, ...left])));
    }),
  );
});

test('short and full spellings give the same network', () => {
  assert.equal(clientNetwork('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(clientNetwork('2001:0db8:0000:0000:ffff::'), '2001:db8:0:0::/64');
  assert.equal(clientNetwork('::1'), '0:0:0:0::/64');
  assert.equal(clientNetwork('64:ff9b::203.0.113.9'), '64:ff9b:0:0::/64');
});

test('every spelling of an IPv6 address gives a /64 network', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => assert.match(clientNetwork(address), /^([0-9a-f]{1,4}:){4}:\/64$/)),
  );
});

test('a /24, a /56 and a /48 are the networks around a client', () => {
  assert.deepEqual(networksAround('192.0.2.77'), { near: '192.0.2.0/24', wide: undefined });
  assert.deepEqual(networksAround('2001:db8:12:3456:7::8'), {
    near: '2001:db8:12:3400::/56',
    wide: '2001:db8:12::/48',
  });
  assert.deepEqual(networksAround('not an address'), { near: 'not an address', wide: undefined });
});
