export const webhookKinds = [
  'voice',
  'gather',
  'dial-action',
  'redirect',
  'whisper',
  'fallback',
  'status',
  'machine-detection',
  'message',
  'message-status',
] as const;

export type WebhookKind = (typeof webhookKinds)[number];

export type Webhook = {
  kind: WebhookKind;
  /** Connection overrides can follow in the fragment. */
  url: string;
  method: HttpMethod;
  params: Record<string, string>;
  /** SID of the call or message. */
  sid: string;
  /** Webhooks with the same key are sent in order. */
  family: string;
};

export type WebhookAnswer =
  | { ok: true; status: number; contentType: string; body: string }
  /** `errorCode` is Twilio's: 11100 no http(s) URL, 11200 an HTTP error, 11205 no connection or no answer. */
  | { ok: false; errorCode: 11100 | 11200 | 11205; status?: number; detail: string };

export type HttpMethod = 'GET' | 'POST';

/** Parses a method as Twilio does, in any letter case. Returns undefined for all but GET and POST. */
export function httpMethod(text: string): HttpMethod | undefined {
  const upper = text.toUpperCase();
  return upper === 'GET' || upper === 'POST' ? upper : undefined;
}
