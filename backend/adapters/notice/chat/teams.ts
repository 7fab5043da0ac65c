import type { NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { createChatNotice } from './chat-notice.ts';

/**
 * Posts an Adaptive Card to the webhook of a Teams workflow. Text runs of a `RichTextBlock` have no markup.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function createTeamsNotice({ url }: { url: string }): NoticeSender {
  return createChatNotice({
    channel: 'teams',
    url,
    message: ({ text, link }) => ({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.2',
            actions: link === undefined ? [] : [{ type: 'Action.OpenUrl', ...link }],
            body: text.split('\n').map((line, index) => ({
              type: 'RichTextBlock',
              inlines: [{ type: 'TextRun', text: line, weight: index === 0 ? 'Bolder' : 'Default' }],
            })),
          },
        },
      ],
    }),
    advise: () => 'Check TEAMS_WEBHOOK_URL, and that its workflow is switched on.',
  });
}
