import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptConfig, rejectedVariables } from './test-support.ts';

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
