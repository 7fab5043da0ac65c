import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptConfig, rejectedVariables } from './test-support.ts';

const slack = { SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/abc' };
const telegram = { TELEGRAM_BOT_TOKEN: '123456:AAbbCCddEEffGGhhIIjjKKll', TELEGRAM_CHAT_ID: '-1001' };
const email = { SMTP_URL: 'smtp://127.0.0.1', NOTIFY_EMAIL: 'owner@example.com' };

function order(settings: Record<string, string>): string {
  const { channels, atOnce } = acceptConfig(settings).notices;
  return [channels.slice(0, atOnce).join('+'), ...channels.slice(atOnce)].join(',');
}

test('text messages and chats tell at once, email and webhook when these fail', () => {
  assert.equal(order({}), 'sms');
  assert.equal(order({ ...email }), 'sms,email');
  assert.equal(order({ ...slack, ...telegram, ...email }), 'sms+slack+telegram,email');
});

test('NOTIFY_CHANNELS sets the order and what tells at once', () => {
  const all = { ...slack, ...telegram, ...email };
  assert.equal(
    order({ ...all, NOTIFY_CHANNELS: 'Telegram + Slack, sms, email' }),
    'telegram+slack,sms,email',
  );
  assert.equal(order({ ...slack, NOTIFY_CHANNELS: 'slack' }), 'slack');
});

test('an order with an unknown, repeated, unset or missing channel is a problem', () => {
  for (const wrong of ['sms,fax', 'sms,sms', 'sms+', ',sms'])
    assert.deepEqual(rejectedVariables({ NOTIFY_CHANNELS: wrong }), ['NOTIFY_CHANNELS'], wrong);
  assert.deepEqual(rejectedVariables({ NOTIFY_CHANNELS: 'sms,slack' }), ['SLACK_WEBHOOK_URL']);
  assert.deepEqual(rejectedVariables({ ...slack, NOTIFY_CHANNELS: 'sms' }), ['NOTIFY_CHANNELS']);
});

test('settings of chats that miss a part or cannot be right are problems', () => {
  assert.deepEqual(rejectedVariables({ ...telegram, TELEGRAM_CHAT_ID: '' }), ['TELEGRAM_CHAT_ID']);
  assert.deepEqual(rejectedVariables({ ...telegram, TELEGRAM_BOT_TOKEN: '' }), ['TELEGRAM_BOT_TOKEN']);
  assert.deepEqual(rejectedVariables({ ...telegram, TELEGRAM_CHAT_ID: 'Ann' }), ['TELEGRAM_CHAT_ID']);
  assert.deepEqual(rejectedVariables({ NTFY_URL: 'https://ntfy.sh' }), ['NTFY_URL']);
  assert.deepEqual(rejectedVariables({ NTFY_TOKEN: 'tk_AgQdq7mVBoFD37zQVN29' }), ['NTFY_URL']);
  assert.deepEqual(rejectedVariables({ DISCORD_WEBHOOK_URL: 'http://discord.com/api/webhooks/1/a' }), [
    'DISCORD_WEBHOOK_URL',
  ]);
});

test('reminders go to a second phone or to a channel that is set up', () => {
  const nudge = (settings: Record<string, string>) => acceptConfig(settings).notices.nudge;
  assert.equal(nudge({}), undefined);
  assert.deepEqual(nudge({ NUDGE_AFTER: '30' }), { afterMs: 1_800_000, second: undefined });
  assert.deepEqual(nudge({ NUDGE_AFTER: '30', NUDGE_TO: '+1 201 555 0125' })?.second, {
    channel: 'sms',
    to: '+12015550125',
  });
  assert.deepEqual(nudge({ ...slack, NUDGE_AFTER: '30', NUDGE_TO: 'Slack' })?.second, {
    channel: 'slack',
    to: undefined,
  });
  assert.deepEqual(rejectedVariables({ NUDGE_TO: '+1 201 555 0125' }), ['NUDGE_AFTER']);
  assert.deepEqual(rejectedVariables({ NUDGE_AFTER: '30', NUDGE_TO: 'slack' }), ['SLACK_WEBHOOK_URL']);
  for (const wrong of ['Ann', 'sms', 'fax', '12'])
    assert.deepEqual(rejectedVariables({ NUDGE_AFTER: '30', NUDGE_TO: wrong }), ['NUDGE_TO'], wrong);
  for (const wrong of ['0', '4', '-30', '1.5', 'soon'])
    assert.deepEqual(rejectedVariables({ NUDGE_AFTER: wrong }), ['NUDGE_AFTER'], wrong);
});
