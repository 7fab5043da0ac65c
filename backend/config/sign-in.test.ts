import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptConfig, rejectedVariables } from './test-support.ts';

const google = { GOOGLE_CLIENT_ID: 'an-id.apps.example', GOOGLE_CLIENT_SECRET: 'q2Z5c0VtS1h3b1B6dUxhTjRy' };
const production = {
  NODE_ENV: 'production',
  CALLBACK_PROVIDER: 'simulator',
  APP_SECRET: 'q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4',
};

test('a real provider makes sign-in required unless REQUIRE_SIGN_IN is off', () => {
  assert.equal(acceptConfig({}).site.requireSignIn, false);
  assert.equal(acceptConfig(google).site.requireSignIn, true);
  assert.equal(acceptConfig({ WHATSAPP_NUMBER: '+12015550177' }).site.requireSignIn, true);
  assert.equal(acceptConfig({ ...google, REQUIRE_SIGN_IN: 'off' }).site.requireSignIn, false);
  assert.equal(acceptConfig({ REQUIRE_SIGN_IN: 'on' }).site.requireSignIn, true);
});

test('a registration needs both ID and secret', () => {
  assert.deepEqual(acceptConfig(google).signIn.clients, {
    google: { id: google.GOOGLE_CLIENT_ID, secret: google.GOOGLE_CLIENT_SECRET },
  });
  assert.deepEqual(rejectedVariables({ X_CLIENT_ID: 'an-id' }), ['X_CLIENT_SECRET']);
  assert.deepEqual(rejectedVariables({ FACEBOOK_CLIENT_SECRET: google.GOOGLE_CLIENT_SECRET }), [
    'FACEBOOK_CLIENT_ID',
  ]);
});

test('required sign-in without a provider is a problem', () => {
  assert.deepEqual(rejectedVariables({ ...production, REQUIRE_SIGN_IN: 'on' }), ['REQUIRE_SIGN_IN']);
  assert.deepEqual(rejectedVariables({ DEMO_SIGN_IN: 'off', REQUIRE_SIGN_IN: 'on' }), ['REQUIRE_SIGN_IN']);
  assert.deepEqual(rejectedVariables({ ...production, ...google, REQUIRE_SIGN_IN: 'on' }), []);
});

test('demo sign-in works with the simulator only, never in production', () => {
  assert.equal(acceptConfig({}).signIn.demo, true);
  assert.equal(acceptConfig({ DEMO_SIGN_IN: 'off' }).signIn.demo, false);
  assert.equal(acceptConfig(production).signIn.demo, false);
  assert.equal(acceptConfig(production).signIn.whatsappNumber, undefined);
  assert.deepEqual(rejectedVariables({ ...production, DEMO_SIGN_IN: 'on' }), ['DEMO_SIGN_IN']);
  const real = { CALLBACK_PROVIDER: 'twilio', DEMO_SIGN_IN: 'on' };
  assert.ok(rejectedVariables(real).includes('DEMO_SIGN_IN'));
});

test('a sample client secret is a problem in production only', () => {
  const sample = { ...google, GOOGLE_CLIENT_SECRET: 'your-client-secret' };
  assert.deepEqual(rejectedVariables({ ...production, ...sample }), ['GOOGLE_CLIENT_SECRET']);
  assert.deepEqual(rejectedVariables(sample), []);
});
