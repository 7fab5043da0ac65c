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
  /** May carry connection overrides in its fragment. */
  url: string;
  method: HttpMethod;
  params: Record<string, string>;
  /** The call or message it tells about. */
  sid: string;
  /** Webhooks of one family leave in the order they were asked for. */
  family: string;
};

export type WebhookAnswer =
  | { ok: true; status: number; contentType: string; body: string }
  /** `errorCode` is Twilio's: 11100 no usable URL, 11200 an HTTP error, 11205 no connection or no answer. */
  | { ok: false; errorCode: 11100 | 11200 | 11205; status?: number; detail: string };

export type HttpMethod = 'GET' | 'POST';

/** Reads a method as Twilio does: case does not matter, anything but GET and POST is undefined. */
export function httpMethod(text: string): HttpMethod | undefined {
  const upper = text.toUpperCase();
  return upper === 'GET' || upper === 'POST' ? upper : undefined;
}
