/**
 * Connection overrides: two retries after a failed connection, a timeout or a 5xx. Without them Twilio gives up after
 * one 5xx. Twilio neither sends nor signs the fragment.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const retryOverrides = '#rc=2&rp=ct,rt,5xx';

const voiceActions = [
  'prompt',
  'keys',
  'status',
  'visitor-prompt',
  'visitor-keys',
  'visitor-last-keys',
  'visitor-status',
  'dial-finished',
  'fallback',
  'code-prompt',
  'code-keys',
  'code-last-keys',
  'code-status',
  'inbound-whisper',
  'inbound-keys',
  'inbound-finished',
] as const;
export type VoiceAction = (typeof voiceActions)[number];

const voicePath = new RegExp(`^/twilio/voice/([\\w-]+)/(${voiceActions.join('|')})$`);
const messageStatusPath = /^\/twilio\/messages\/([\w-]+)\/status$/;

export type WebhookUrls = {
  voice(token: string, action: VoiceAction): string;
  messageStatus(messageId: string): string;
};

/** Creates the builders of absolute webhook URLs. `publicBaseUrl`: the URL by which the carrier reaches this server. */
export function createWebhookUrls(publicBaseUrl: string): WebhookUrls {
  const base = publicBaseUrl.replace(/\/+$/, '');
  return {
    voice: (token, action) => `${base}/twilio/voice/${token}/${action}${retryOverrides}`,
    messageStatus: (messageId) => `${base}/twilio/messages/${messageId}/status${retryOverrides}`,
  };
}

export function matchVoicePath(path: string): { token: string; action: VoiceAction } | 'inbound' | undefined {
  if (path === '/twilio/voice/inbound') return 'inbound';
  const [, token, name] = voicePath.exec(path) ?? [];
  const action = voiceActions.find((known) => known === name);
  return token === undefined || action === undefined ? undefined : { token, action };
}

export function matchMessagePath(path: string): { messageId: string } | 'inbound' | undefined {
  if (path === '/twilio/sms/inbound') return 'inbound';
  const messageId = messageStatusPath.exec(path)?.[1];
  return messageId === undefined ? undefined : { messageId };
}

export function isWhatsappPath(path: string): boolean {
  return path === '/twilio/whatsapp/inbound';
}
