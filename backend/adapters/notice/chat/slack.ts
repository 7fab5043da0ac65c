import type { MissedCallNotice, NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { createChatNotice } from './chat-notice.ts';

/**
 * Posts to a channel by an incoming webhook. Plain text objects have no markup.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function createSlackNotice({ url }: { url: string }): NoticeSender {
  return createChatNotice({
    channel: 'slack',
    url,
    message: ({ subject, text, link }) => ({
      // Shown in notifications only, where the three signs of markup are escaped.
      text: subject.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign),
      blocks: [
        { type: 'section', text: { type: 'plain_text', text, emoji: false } },
        ...(link === undefined ? [] : [linkButton(link)]),
      ],
      unfurl_links: false,
      unfurl_media: false,
    }),
    advise: (status) =>
      status === 404 || status === 410
        ? 'Create a new incoming webhook in Slack and set SLACK_WEBHOOK_URL: this one or its channel is gone.'
        : 'Check SLACK_WEBHOOK_URL, and that its app may post to the channel.',
  });
}

/** A button with an address needs no app that answers. */
function linkButton({ url, title }: NonNullable<MissedCallNotice['link']>) {
  const text = { type: 'plain_text', text: title, emoji: false };
  return { type: 'actions', elements: [{ type: 'button', text, url }] };
}
