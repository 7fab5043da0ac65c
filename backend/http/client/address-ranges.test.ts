import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressRanges } from './address-ranges.ts';

test('single addresses and ranges are understood', () => {
  const isListed = addressRanges(['127.0.0.0/8', '::1', '192.0.2.7', '10.0.0.0/8', '2001:db8::/32']);
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '192.0.2.7', '10.255.0.1', '2001:db8::9']) {
    assert.equal(isListed(address), true, address);
  }
  for (const address of ['192.0.2.8', '11.0.0.1', '2001:db9::1', '::2']) {
    assert.equal(isListed(address), false, address);
  }
});

test('without entries nobody is listed', () => {
  assert.equal(addressRanges([])('127.0.0.1'), false);
});

test('anything else is a fault that names the entry', () => {
  for (const entry of ['10.0.0.0/33', 'proxy.example', '10.0.0.0/', '10.0.0.0/8/8x', '::1/129', '']) {
    assert.throws(() => addressRanges([entry]), { code: 'bad-address-range' }, entry);
  }
});
