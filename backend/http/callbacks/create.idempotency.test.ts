import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecrets } from '../../adapters/system/secrets.ts';
import { bodyHash, readIdempotencyKey } from './create.ts';

const secrets = createSecrets({ appSecret: 'a secret for tests only, long enough' });

test('a key has 1 to 255 printable ASCII characters', () => {
  assert.deepEqual(readIdempotencyKey(undefined), { ok: true, key: undefined });
  assert.deepEqual(readIdempotencyKey('a b~!'), { ok: true, key: 'a b~!' });
  assert.equal(readIdempotencyKey('x'.repeat(255)).ok, true);
  for (const key of ['', 'x'.repeat(256), 'tab\there', 'schl\u00fcssel', '\u007f']) {
    assert.deepEqual(readIdempotencyKey(key), { ok: false }, JSON.stringify(key));
  }
});

test('two bodies have the same hash exactly when their fields are the same', () => {
  const hash = (body: Record<string, string | undefined>) => bodyHash(secrets, body);
  assert.equal(hash({ name: 'Ann', phone: '1' }), hash({ phone: '1', name: 'Ann', email: undefined }));
  assert.notEqual(hash({ name: 'Ann', phone: '1' }), hash({ name: 'Ann', phone: '2' }));
  assert.notEqual(hash({ name: 'a', phone: 'b' }), hash({ name: 'b', phone: 'a' }));
});
