import type { NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { createChatNotice } from './chat-notice.ts';

/**
 * Sends a bot's message. Without `parse_mode` no character of the text is markup; entities mark the first line as
 * bold. https://core.telegram.org/bots/api#sendmessage
 */
export function createTelegramNotice(options: {
  token: string;
  chatId: string;
  apiUrl?: string;
}): NoticeSender {
  const { token, chatId, apiUrl = 'https://api.telegram.org' } = options;
  return createChatNotice({
    channel: 'telegram',
    url: `${apiUrl}/bot${token}/sendMessage`,
    message: ({ text }) => ({
      chat_id: chatId,
      text,
      // Offsets and lengths are counted in UTF-16 code units, as JavaScript does.
      entities: [{ type: 'bold', offset: 0, length: `${text}\n`.indexOf('\n') }],
      link_preview_options: { is_disabled: true },
    }),
    advise: (status) =>
      status === 401 || status === 404
        ? 'Copy the token again from @BotFather into TELEGRAM_BOT_TOKEN.'
        : 'Check TELEGRAM_CHAT_ID, and write to the bot once from that chat: bots cannot begin a conversation.',
  });
}
