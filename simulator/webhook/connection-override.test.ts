import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionSettings } from './connection-override.ts';

test('the default is 5 s to connect, 15 s in all and one retry on connect failure', () => {
  assert.deepEqual(connectionSettings('http://example.com/a?b=1'), {
    url: 'http://example.com/a?b=1',
    connectTimeoutMs: 5_000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retries: 1,
    retryOn: new Set(['ct']),
  });
});

test('the fragment overrides timeouts and retries and is not part of the URL', () => {
  const settings = connectionSettings('https://example.com/a#rc=3&rp=rt,5xx&ct=200&rt=700&tt=9000');
  assert.equal(settings?.url, 'https://example.com/a');
  assert.equal(settings?.retries, 3);
  assert.deepEqual(settings?.retryOn, new Set(['rt', '5xx']));
  assert.deepEqual(
    [settings?.connectTimeoutMs, settings?.readTimeoutMs, settings?.totalTimeoutMs],
    [200, 700, 9_000],
  );
});

test('rp=all retries every failure, and out-of-range values are ignored', () => {
  const settings = connectionSettings('https://example.com/#rp=all&rc=99&ct=1');
  assert.deepEqual(settings?.retryOn, new Set(['ct', 'rt', '4xx', '5xx']));
  assert.equal(settings?.retries, 1);
  assert.equal(settings?.connectTimeoutMs, 5_000);
});

test('only http and https URLs are accepted', () => {
  for (const address of ['', 'nonsense', 'ftp://example.com/', '/relative', 'javascript:1']) {
    assert.equal(connectionSettings(address), undefined, address);
  }
});
