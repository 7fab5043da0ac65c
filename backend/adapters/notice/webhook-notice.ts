import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../ports/carrier/notice-sender.ts';
import { type PostAnswer, post } from './post.ts';
import { signWebhook, webhookKey } from './sign-webhook.ts';

const defaultTimeoutMs = 10_000;

/**
 * Sends notices to the business's system by a signed POST. A retry has the same `webhook-id`. `secret` is plain text, or
 * base64 after `whsec_`: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createWebhookNotice(options: {
  url: string;
  secret: string;
  timeoutMs?: number;
}): NoticeSender {
  const { url, timeoutMs = defaultTimeoutMs } = options;
  const keys = [webhookKey(options.secret)];
  return {
    channel: 'webhook',
    async send(notice) {
      const body = JSON.stringify(toPayload(notice));
      const headers = signWebhook(keys, `msg_${notice.messageId}`, body);
      return toResult(await post(url, { headers, body, timeoutMs }));
    },
  };
}

function toPayload(notice: MissedCallNotice) {
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
      link: notice.link?.url ?? null,
      text: notice.text,
    },
  };
}

/** Without an answer the webhook counts as unsent: the receiver recognises a repeat by its `webhook-id`. */
function toResult(answer: PostAnswer): NoticeResult {
  if (answer.kind !== 'answered') return { result: 'unsent', reason: `webhook/${answer.code}` };
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { result: 'accepted', sid: undefined };
  if (status === 408 || status === 429 || status >= 500)
    return { result: 'unsent', reason: `webhook/http-${status}`, retryAfterMs };
  const advice =
    status < 400
      ? 'Set NOTIFY_WEBHOOK_URL to the final address: redirects are not followed.'
      : 'Check NOTIFY_WEBHOOK_URL and the signature check of its server.';
  return { result: 'refused', code: `http-${status}`, advice, fixable: true };
}
