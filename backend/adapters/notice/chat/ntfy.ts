import type { NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { createChatNotice } from './chat-notice.ts';

const highPriority = 4;

/** Publishes to a topic; a tap on the notification dials the visitor. https://docs.ntfy.sh/publish/#publish-as-json */
export function createNtfyNotice({ url, token }: { url: string; token: string | undefined }): NoticeSender {
  const { origin, pathname } = new URL(url);
  return createChatNotice({
    channel: 'ntfy',
    url: origin,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    message: ({ subject, text, visitor, link, burst }) => ({
      topic: pathname.slice(1),
      title: subject,
      message: text,
      priority: highPriority,
      tags: ['telephone_receiver'],
      ...(burst === undefined && { click: `tel:${visitor.phone}` }),
      actions: link === undefined ? [] : [{ action: 'view', label: link.title, url: link.url }],
    }),
    advise: (status) =>
      status === 401 || status === 403
        ? 'Set NTFY_TOKEN to an access token that may write to the topic in NTFY_URL.'
        : 'Check NTFY_URL: the address of the server and the name of one topic.',
  });
}
