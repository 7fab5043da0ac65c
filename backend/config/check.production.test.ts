import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';
import type { Environment } from './read-values.ts';
import { acceptConfig, atTwilio, rejectedVariables } from './test-support.ts';

const inProduction: Environment = {
  ...atTwilio,
  NODE_ENV: 'production',
  APP_SECRET: 'q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4',
};

test('a production start with everything set is fine', () => {
  const config = acceptConfig(inProduction);
  assert.equal(config.production, true);
  assert.equal(config.clockSpeed, 1);
});

test('production turns to the simulator only when it is told to', () => {
  const { APP_SECRET, NODE_ENV } = inProduction;
  assert.deepEqual(rejectedVariables({ APP_SECRET, NODE_ENV }), ['CALLBACK_PROVIDER']);
  assert.deepEqual(rejectedVariables({ APP_SECRET, NODE_ENV, CALLBACK_PROVIDER: 'twilo' }), [
    'CALLBACK_PROVIDER',
  ]);
  assert.equal(acceptConfig({ APP_SECRET, NODE_ENV, CALLBACK_PROVIDER: 'simulator' }).provider, 'simulator');
});

test('production makes up no secret, speeds up no clock and sends nothing in the clear', () => {
  assert.deepEqual(rejectedVariables({ ...inProduction, APP_SECRET: '' }), ['APP_SECRET']);
  assert.deepEqual(rejectedVariables({ ...inProduction, CLOCK_SPEED: '1' }), ['CLOCK_SPEED']);
  assert.deepEqual(rejectedVariables({ ...inProduction, FRONTEND_URL: 'http://example.com' }), [
    'FRONTEND_URL',
  ]);
  assert.deepEqual(rejectedVariables({ ...inProduction, ALLOWED_ORIGINS: 'http://example.com' }), [
    'ALLOWED_ORIGINS',
  ]);
});

test('an address without https is one problem, whoever carries the calls', () => {
  const address = {
    ...inProduction,
    FRONTEND_URL: 'https://example.com',
    PUBLIC_BASE_URL: 'http://example.com',
  };
  assert.deepEqual(rejectedVariables(address), ['PUBLIC_BASE_URL']);
  assert.deepEqual(rejectedVariables({ ...address, CALLBACK_PROVIDER: 'simulator' }), ['PUBLIC_BASE_URL']);
});

test('production refuses values from examples', () => {
  const samples: [string, string][] = [
    ['TWILIO_SID', 'AC5104a70f000000000000000000000001'],
    ['TWILIO_AUTH_TOKEN', 'your_auth_token_here'],
    ['TWILIO_AUTH_TOKEN', 'simulator-auth-token-not-a-secret'],
    ['TWILIO_NUMBER', '+12015550100'],
    ['BUSINESS_NUMBER', '+12015550123'],
    ['NOTIFY_NUMBER', '+12015550150'],
    ['APP_SECRET', 'please-change-me-please-change-me-now'],
    ['NOTIFY_WEBHOOK_SECRET', 'x'.repeat(40)],
  ];
  for (const [name, value] of samples) {
    const environment = { ...inProduction, [name]: value };
    assert.deepEqual(rejectedVariables(environment), [name], name);
  }
});

test('no problem repeats a sample secret', () => {
  const read = readConfig({ ...inProduction, APP_SECRET: 'change-me-hunter2-change-me-hunter2' });
  assert.ok(!read.ok);
  assert.doesNotMatch(JSON.stringify(read), /hunter2/);
});

test('production takes no sample for the operator’s token, and nobody takes a short one', () => {
  const ADMIN_API_TOKEN = 'change-me-to-something-of-your-own';
  assert.deepEqual(rejectedVariables({ ...inProduction, ADMIN_API_TOKEN }), ['ADMIN_API_TOKEN']);
  assert.equal(acceptConfig({ ADMIN_API_TOKEN }).adminToken, ADMIN_API_TOKEN);
  assert.deepEqual(rejectedVariables({ ADMIN_API_TOKEN: 'short' }), ['ADMIN_API_TOKEN']);
});
