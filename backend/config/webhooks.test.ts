import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptConfig, atTwilio, rejectedVariables } from './test-support.ts';

const secret = `whsec_${Buffer.from('q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4').toString('base64')}`;
const inProduction = { ...atTwilio, NODE_ENV: 'production', APP_SECRET: 'f3a9'.repeat(12) };
const url = 'https://hooks.example.com/in/q2Z5';

test('WEBHOOK_URLS are read in order, each address once and with an id of its own', () => {
  const urls = `${url}, https://hooks.example.com/two?key=a;`;
  const { addresses, secrets } = acceptConfig({
    WEBHOOK_URLS: `${urls},${url}`,
    WEBHOOK_SECRET: secret,
  }).webhooks;
  assert.deepEqual(
    addresses.map((address) => address.url),
    [url, 'https://hooks.example.com/two?key=a;'],
  );
  assert.deepEqual(secrets, [secret]);
  const [first, second] = addresses.map(({ id }) => id);
  assert.match(first ?? '', /^[\w-]{16}$/);
  assert.notEqual(first, second);
  const moved = acceptConfig({ WEBHOOK_URLS: `https://other.example/a ${url}`, WEBHOOK_SECRET: secret });
  assert.equal(moved.webhooks.addresses[1]?.id, first);
});

test('without WEBHOOK_URLS no address is told, and no secret is needed', () => {
  assert.deepEqual(acceptConfig({}).webhooks, { addresses: [], secrets: [] });
});

test('WEBHOOK_URLS refuses clear text, private networks and what is no web address', () => {
  for (const wrong of [
    'http://hooks.example.com/a',
    'https://10.0.0.5/a',
    'https://192.168.1.20:5678/webhook/a',
    'https://172.20.0.2/a',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00::1]/a',
    'https://[fe80::1]/a',
    'https://[::ffff:10.0.0.5]/a',
    'https://0x0a000005/a',
    'https://user:password@hooks.example.com/a',
    'ftp://hooks.example.com/a',
    'hooks.example.com',
    `${url},http://hooks.example.com/b`,
  ])
    assert.deepEqual(
      rejectedVariables({ WEBHOOK_URLS: wrong, WEBHOOK_SECRET: secret }),
      ['WEBHOOK_URLS'],
      wrong,
    );
  const many = Array.from({ length: 11 }, (_, index) => `${url}/${index}`).join();
  assert.deepEqual(rejectedVariables({ WEBHOOK_URLS: many, WEBHOOK_SECRET: secret }), ['WEBHOOK_URLS']);
});

test('WEBHOOK_URLS on this machine are accepted outside production only', () => {
  for (const local of ['http://127.0.0.1:5678/webhook/a', 'http://localhost:5678/a', 'https://[::1]/a']) {
    const settings = { WEBHOOK_URLS: local, WEBHOOK_SECRET: secret };
    assert.equal(acceptConfig(settings).webhooks.addresses.length, 1, local);
    assert.deepEqual(rejectedVariables({ ...inProduction, ...settings }), ['WEBHOOK_URLS'], local);
  }
  acceptConfig({ ...inProduction, WEBHOOK_URLS: url, WEBHOOK_SECRET: secret });
});

test('WEBHOOK_SECRET is required: base64 of 24 to 64 bytes, with or without prefix', () => {
  assert.deepEqual(rejectedVariables({ WEBHOOK_URLS: url }), ['WEBHOOK_SECRET']);
  assert.deepEqual(rejectedVariables({ WEBHOOK_SECRET_OLD: secret }), ['WEBHOOK_SECRET']);
  for (const bytes of [24, 25, 26, 64])
    for (const prefix of ['whsec_', ''])
      acceptConfig({ WEBHOOK_SECRET: prefix + Buffer.alloc(bytes, 3).toString('base64') });
  for (const wrong of [
    `whsec_${Buffer.alloc(23, 3).toString('base64')}`,
    `whsec_${Buffer.alloc(65, 3).toString('base64')}`,
    `whsec_${Buffer.alloc(32, 255).toString('base64url')}`,
    'whsec_not base64 at all, not at all, no',
    'whsec_',
  ])
    assert.deepEqual(rejectedVariables({ WEBHOOK_SECRET: wrong }), ['WEBHOOK_SECRET'], wrong);
});

test('a former secret is kept after the current one', () => {
  const old = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
  const settings = { WEBHOOK_URLS: url, WEBHOOK_SECRET: secret, WEBHOOK_SECRET_OLD: old };
  assert.deepEqual(acceptConfig(settings).webhooks.secrets, [secret, old]);
});
