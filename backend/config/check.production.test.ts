import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-values.ts';
import { acceptConfig, atTwilio, rejectedVariables } from './test-support.ts';

const inProduction: Environment = {
  ...atTwilio,
  NODE_ENV: 'production',
  APP_SECRET: 'q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4',
};

test('a complete production configuration is valid', () => {
  const config = acceptConfig(inProduction);
  assert.equal(config.production, true);
  assert.equal(config.clockSpeed, 1);
});

test('production uses the simulator only when CALLBACK_PROVIDER names it', () => {
  const base = { NODE_ENV: 'production', APP_SECRET: inProduction.APP_SECRET };
  assert.deepEqual(rejectedVariables(base), ['CALLBACK_PROVIDER']);
  assert.deepEqual(rejectedVariables({ ...base, CALLBACK_PROVIDER: 'twilo' }), ['CALLBACK_PROVIDER']);
  assert.equal(acceptConfig({ ...base, CALLBACK_PROVIDER: 'simulator' }).provider, 'simulator');
});

test('production rejects an empty APP_SECRET, a set CLOCK_SPEED and http addresses', () => {
  assert.deepEqual(rejectedVariables({ ...inProduction, APP_SECRET: '' }), ['APP_SECRET']);
  assert.deepEqual(rejectedVariables({ ...inProduction, CLOCK_SPEED: '1' }), ['CLOCK_SPEED']);
  assert.deepEqual(rejectedVariables({ ...inProduction, FRONTEND_URL: 'http://example.com' }), [
    'FRONTEND_URL',
  ]);
  assert.deepEqual(rejectedVariables({ ...inProduction, ALLOWED_ORIGINS: 'http://example.com' }), [
    'ALLOWED_ORIGINS',
  ]);
});

test('an address without https is one problem, with any carrier', () => {
  const address = {
    ...inProduction,
    FRONTEND_URL: 'https://example.com',
    PUBLIC_BASE_URL: 'http://example.com',
  };
  assert.deepEqual(rejectedVariables(address), ['PUBLIC_BASE_URL']);
  assert.deepEqual(rejectedVariables({ ...address, CALLBACK_PROVIDER: 'simulator' }), ['PUBLIC_BASE_URL']);
});

test('production refuses sample values', () => {
  const samples: [string, string][] = [
    ['TWILIO_SID', 'AC5104a70f000000000000000000000001'],
    ['TWILIO_AUTH_TOKEN', 'your_auth_token_here'],
    ['TWILIO_AUTH_TOKEN', 'simulator-auth-token-not-a-secret'],
    ['TWILIO_NUMBER', '+12015550100'],
    ['BUSINESS_NUMBER', '+12015550123'],
    ['NOTIFY_NUMBER', '+12015550150'],
    ['APP_SECRET', 'please-change-me-please-change-me-now'],
    ['METRICS_TOKEN', 'change-me-to-something-of-your-own'],
    ['NOTIFY_WEBHOOK_SECRET', 'x'.repeat(40)],
  ];
  for (const [name, value] of samples) {
    const environment = { ...inProduction, [name]: value };
    assert.deepEqual(rejectedVariables(environment), [name], name);
  }
});

test('no problem contains the sample secret', () => {
  const read = readConfig({ ...inProduction, APP_SECRET: 'change-me-hunter2-change-me-hunter2' });
  assert.ok(!read.ok);
  assert.doesNotMatch(JSON.stringify(read), /hunter2/);
});

test('a sample operator token is a problem in production, a short one always', () => {
  const sample = { ADMIN_API_TOKEN: 'change-me-to-something-of-your-own' };
  assert.deepEqual(rejectedVariables({ ...inProduction, ...sample }), ['ADMIN_API_TOKEN']);
  assert.equal(acceptConfig(sample).adminToken, sample.ADMIN_API_TOKEN);
  assert.deepEqual(rejectedVariables({ ADMIN_API_TOKEN: 'short' }), ['ADMIN_API_TOKEN']);
});
