import type { Clock } from '../time/clock.ts';
import type { Timeline } from '../timeline.ts';
import { type ConnectionSettings, connectionSettings, type RetryReason } from './connection-override.ts';
import { type Exchange, exchange } from './http-exchange.ts';
import type { Webhook, WebhookAnswer } from './webhook.ts';
import { headersOf, requestOf, sign } from './webhook-request.ts';

type Sender = { clock: Clock; authToken: string; timeline: Timeline; signal: AbortSignal };

function failureOf(answer: Exchange): RetryReason | undefined {
  if (!answer.ok) return answer.reason === 'stopped' ? undefined : answer.reason;
  if (answer.status >= 500) return '5xx';
  return answer.status >= 400 ? '4xx' : undefined;
}

function concluded(answer: Exchange): WebhookAnswer {
  if (!answer.ok) return { ok: false, errorCode: 11205, detail: answer.detail };
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { status } = answer;
  return { ok: false, errorCode: 11200, status, detail: `the server answered ${status}` };
}

function outcomeOf(answer: Exchange) {
  return answer.ok ? { status: answer.status, body: answer.body } : { error: answer.detail };
}

type Attempt = {
  settings: ConnectionSettings;
  token: string;
  number: number;
  readTimeoutMs: number;
  onWritten: () => void;
};

async function attempt(sender: Sender, webhook: Webhook, how: Attempt): Promise<Exchange> {
  const { clock, authToken, timeline, signal } = sender;
  const { method, kind, sid, params } = webhook;
  const { settings, token, number, readTimeoutMs, onWritten } = how;
  const { url, body, form } = requestOf(webhook, settings.url);
  const started = clock.monotonic();
  const signature = sign({ authToken, url, form });
  const answer = await exchange({
    method,
    url,
    headers: headersOf(signature, token, body !== undefined),
    body,
    connectTimeoutMs: settings.connectTimeoutMs,
    readTimeoutMs,
    clock,
    signal,
    onWritten,
  });
  const tookMs = Math.round(clock.monotonic() - started);
  const sent = { kind, sid, method, url, params, signature, token, attempt: number, tookMs };
  timeline.record('webhook.sent', { ...sent, ...outcomeOf(answer) });
  return answer;
}

/**
 * Sends one webhook and retries as its connection overrides say, within 15 s in all. Every attempt carries the
 * same idempotency token.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export async function sendWithRetries(
  sender: Sender,
  webhook: Webhook,
  { token, onWritten }: { token: string; onWritten: () => void },
): Promise<WebhookAnswer> {
  const settings = connectionSettings(webhook.url);
  if (!settings) {
    onWritten();
    return { ok: false, errorCode: 11100, detail: `not an http(s) URL: ${webhook.url}` };
  }
  const deadline = sender.clock.monotonic() + settings.totalTimeoutMs;
  for (let number = 1; ; number += 1) {
    const left = deadline - sender.clock.monotonic();
    const readTimeoutMs = Math.min(settings.readTimeoutMs, left);
    const answer = await attempt(sender, webhook, { settings, token, number, readTimeoutMs, onWritten });
    const failure = failureOf(answer);
    const again = failure !== undefined && settings.retryOn.has(failure) && number <= settings.retries;
    if (!again || deadline - sender.clock.monotonic() <= 0) return concluded(answer);
  }
}
