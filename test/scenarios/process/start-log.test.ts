import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Rehearsal, startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';

const secret = 'a-secret-of-the-provider';

test('the start log names the addresses to register at each provider', async () => {
  const rehearsal = await startRehearsal({
    speed: 1,
    env: { GOOGLE_CLIENT_ID: 'a-client', GOOGLE_CLIENT_SECRET: secret, DEMO_SIGN_IN: 'on' },
  });
  try {
    const log = await wholeStart(rehearsal);
    const lines = log.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    const told = lines.filter(({ message }) => message === 'sign-in provider ready');
    const { backendUrl } = rehearsal;
    assert.deepEqual(
      told.map(({ provider, redirect_uri, webhook }) => [provider, redirect_uri ?? webhook]),
      [
        ['google', `${backendUrl}/oauth/callback/google`],
        ['demo', `${backendUrl}/oauth/callback/demo`],
        ['whatsapp', `${backendUrl}/twilio/whatsapp/inbound`],
      ],
    );
    assert.equal(log.includes(secret), false);
  } finally {
    await rehearsal.stop();
  }
});

async function wholeStart(rehearsal: Rehearsal): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const log = await rehearsal.backendLog();
    if (log.includes('Server running on')) return log;
    await sleep(25);
  }
  throw new Error('The backend never said that it runs.');
}
