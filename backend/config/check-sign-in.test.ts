import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accepted, complaints } from './test-support/read.ts';

const google = { GOOGLE_CLIENT_ID: 'an-id.apps.example', GOOGLE_CLIENT_SECRET: 'q2Z5c0VtS1h3b1B6dUxhTjRy' };
const production = {
  NODE_ENV: 'production',
  CALLBACK_PROVIDER: 'simulator',
  APP_SECRET: 'q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4',
};

test('signing in is needed as soon as a real provider is set up, unless the deployer says otherwise', () => {
  assert.equal(accepted({}).site.requireSignIn, false);
  assert.equal(accepted(google).site.requireSignIn, true);
  assert.equal(accepted({ WHATSAPP_NUMBER: '+12015550177' }).site.requireSignIn, true);
  assert.equal(accepted({ ...google, REQUIRE_SIGN_IN: 'off' }).site.requireSignIn, false);
  assert.equal(accepted({ REQUIRE_SIGN_IN: 'on' }).site.requireSignIn, true);
});

test('a registration is taken whole', () => {
  assert.deepEqual(accepted(google).signIn.clients, {
    google: { id: google.GOOGLE_CLIENT_ID, secret: google.GOOGLE_CLIENT_SECRET },
  });
  assert.deepEqual(complaints({ X_CLIENT_ID: 'an-id' }), ['X_CLIENT_SECRET']);
  assert.deepEqual(complaints({ FACEBOOK_CLIENT_SECRET: google.GOOGLE_CLIENT_SECRET }), [
    'FACEBOOK_CLIENT_ID',
  ]);
});

test('nobody is asked to sign in where there is nowhere to', () => {
  assert.deepEqual(complaints({ ...production, REQUIRE_SIGN_IN: 'on' }), ['REQUIRE_SIGN_IN']);
  assert.deepEqual(complaints({ DEMO_SIGN_IN: 'off', REQUIRE_SIGN_IN: 'on' }), ['REQUIRE_SIGN_IN']);
  assert.deepEqual(complaints({ ...production, ...google, REQUIRE_SIGN_IN: 'on' }), []);
});

test('made-up people sign in on the simulator only, and never in production', () => {
  assert.equal(accepted({}).signIn.demo, true);
  assert.equal(accepted({ DEMO_SIGN_IN: 'off' }).signIn.demo, false);
  assert.equal(accepted(production).signIn.demo, false);
  assert.equal(accepted(production).signIn.whatsappNumber, undefined);
  assert.deepEqual(complaints({ ...production, DEMO_SIGN_IN: 'on' }), ['DEMO_SIGN_IN']);
  const real = { CALLBACK_PROVIDER: 'twilio', DEMO_SIGN_IN: 'on' };
  assert.ok(complaints(real).includes('DEMO_SIGN_IN'));
});

test('production refuses the secret of an example', () => {
  const sample = { ...google, GOOGLE_CLIENT_SECRET: 'your-client-secret' };
  assert.deepEqual(complaints({ ...production, ...sample }), ['GOOGLE_CLIENT_SECRET']);
  assert.deepEqual(complaints(sample), []);
});
