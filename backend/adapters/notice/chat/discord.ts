import type { NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { createChatNotice } from './chat-notice.ts';

const suppressEmbeds = 1 << 2;
const longestContent = 2_000;

/** Posts to a channel by its webhook. https://docs.discord.com/developers/resources/webhook#execute-webhook */
export function createDiscordNotice({ url }: { url: string }): NoticeSender {
  return createChatNotice({
    channel: 'discord',
    url,
    message: ({ text, link, burst }) => ({
      content: escapeAround(text, burst?.links ?? (link === undefined ? [] : [link.url])).slice(
        0,
        longestContent,
      ),
      allowed_mentions: { parse: [] },
      flags: suppressEmbeds,
    }),
    advise: () => 'Create a new webhook in the settings of the Discord channel and set DISCORD_WEBHOOK_URL.',
  });
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_~|<>#[\]()@:-]/g, (sign) => `\\${sign}`);
}

/** An escaped address could not be tapped. */
function escapeAround(text: string, urls: readonly string[]): string {
  const [url, ...others] = urls;
  if (url === undefined) return escapeMarkdown(text);
  const parts = text.split(url).map((part) => escapeAround(part, others));
  return parts.join(`<${url}>`);
}
