import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Environment } from '../read-values.ts';
import { acceptConfig, rejectedVariables } from '../test-support.ts';
import { findMisspelled } from './misspelled.ts';

test('a misspelled setting is a problem', () => {
  assert.deepEqual(rejectedVariables({ TWILO_NUMBR: '+1', DAILY_BUDGT: '3', BUSINES_NAME: 'x' }), [
    'TWILO_NUMBR',
    'DAILY_BUDGT',
    'BUSINES_NAME',
  ]);
});

test('variables of other programs are accepted', () => {
  acceptConfig({
    HOME: '/home/ann',
    HOSTNAME: 'a',
    EDITOR: 'nano',
    TWILIO_ACCOUNT_NAME: 'x',
    NODE_OPTIONS: '',
  });
  acceptConfig({ BACKEND_URL: 'https://calls.example.com', TWILIO_AUTH_TOKEN_OLD: '' });
});

test("Twilio's own names for a setting are reported while the setting is missing", () => {
  const found = (environment: Environment) => findMisspelled(environment).map(({ fix }) => fix);
  assert.match(found({ TWILIO_PHONE_NUMBER: '+12015550100' }).join(), /TWILIO_NUMBER/);
  assert.match(found({ TWILIO_ACCOUNT_SID: 'AC1' }).join(), /TWILIO_SID/);
  assert.deepEqual(found({ TWILIO_ACCOUNT_SID: 'AC1', TWILIO_SID: 'AC1' }), []);
});
