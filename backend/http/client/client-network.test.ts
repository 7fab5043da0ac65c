import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clientNetwork } from './client-network.ts';

test('an IPv4 address stands for itself', () => {
  fc.assert(fc.property(fc.ipV4(), (address) => assert.equal(clientNetwork(address), address)));
});

test('the last 64 bits of an IPv6 address do not make another client, the first do', () => {
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

test('shortened and full spellings are the same network', () => {
  assert.equal(clientNetwork('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(clientNetwork('2001:0db8:0000:0000:ffff::'), '2001:db8:0:0::/64');
  assert.equal(clientNetwork('::1'), '0:0:0:0::/64');
  assert.equal(clientNetwork('64:ff9b::203.0.113.9'), '64:ff9b:0:0::/64');
});

test('every spelling of an IPv6 address is understood', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => assert.match(clientNetwork(address), /^([0-9a-f]{1,4}:){4}:\/64$/)),
  );
});
