import { createHmac } from 'node:crypto';
import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../ports/notice-sender.ts';

const defaultPatience = 10_000;

/**
 * Tells the business's own system by a signed POST. A repeat carries the same `webhook-id`. `secret` is taken as it
 * is, or as base64 after `whsec_`: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * `patience` in milliseconds.
 */
export function createWebhookNotice(options: {
  url: string;
  secret: string;
  patience?: number;
}): NoticeSender {
  const { url, patience = defaultPatience } = options;
  const key = keyFrom(options.secret);
  return {
    channel: 'webhook',
    async send(notice) {
      const body = JSON.stringify(describe(notice));
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...sign(key, notice.messageId, body) },
          body,
          // A redirect could lead the visitor's details to a host that nobody configured.
          redirect: 'manual',
          signal: AbortSignal.timeout(patience),
        });
        await response.body?.cancel();
        return judge(response.status);
      } catch (error) {
        return { result: 'again', reason: `webhook/${causeOf(error)}` };
      }
    },
  };
}

function keyFrom(secret: string): Buffer {
  const [, encoded] = /^whsec_(.+)$/.exec(secret) ?? [];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, 'base64');
}

function sign(key: Buffer, messageId: string, body: string): Record<string, string> {
  const id = `msg_${messageId}`;
  // The receiver compares it with its own clock, so it is real time even where a demonstration runs faster.
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function describe(notice: MissedCallNotice) {
  return {
    type: 'callback.missed',
    timestamp: new Date(notice.createdAt).toISOString(),
    data: {
      reference: notice.requestReference,
      site_id: notice.siteId,
      outcome: notice.outcome,
      visitor: { ...notice.visitor, email: notice.visitor.email ?? null },
      about: notice.about ?? null,
      page: notice.page ?? null,
      text: notice.text,
    },
  };
}

function judge(status: number): NoticeResult {
  if (status >= 200 && status < 300) return { result: 'accepted', sid: undefined };
  if (status === 408 || status === 429 || status >= 500)
    return { result: 'again', reason: `webhook/http-${status}` };
  const advice =
    status < 400
      ? 'Let NOTIFY_WEBHOOK_URL name the final address: redirects are not followed.'
      : 'Check NOTIFY_WEBHOOK_URL and how its server checks the signature.';
  return { result: 'refused', code: `http-${status}`, advice };
}

/** The network's own code, such as ECONNREFUSED, which fetch hides one level down; or what kind of error it was. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
