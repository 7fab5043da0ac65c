import type { MessageCarrier } from '../../ports/carrier/message-carrier.ts';
import type { ChatSettings, NoticeSender } from '../../ports/carrier/notice-sender.ts';
import type { Sites } from '../../ports/sites.ts';
import { createDiscordNotice } from './chat/discord.ts';
import { createNtfyNotice } from './chat/ntfy.ts';
import { createSlackNotice } from './chat/slack.ts';
import { createTeamsNotice } from './chat/teams.ts';
import { createTelegramNotice } from './chat/telegram.ts';
import { createWebhookNotice } from './webhook-notice.ts';

/** Creates one sender for each channel that is set up. Text messages always are. */
export async function createNoticeSenders(options: {
  messages: MessageCarrier;
  sites: Sites;
  mail: { url: string; from: string; to: string } | undefined;
  webhook: { url: string; secret: string } | undefined;
  chats: readonly ChatSettings[];
}): Promise<NoticeSender[]> {
  const { messages, sites, mail, webhook, chats } = options;
  return [
    createSmsNotice({ messages, sites }),
    ...(mail === undefined ? [] : [await createMailNotice(mail)]),
    ...(webhook === undefined ? [] : [createWebhookNotice(webhook)]),
    ...chats.map(createChatSender),
  ];
}

export function createChatSender(settings: ChatSettings): NoticeSender {
  switch (settings.channel) {
    case 'slack':
      return createSlackNotice(settings);
    case 'teams':
      return createTeamsNotice(settings);
    case 'discord':
      return createDiscordNotice(settings);
    case 'telegram':
      return createTelegramNotice(settings);
    case 'ntfy':
      return createNtfyNotice(settings);
  }
}

/** Sends notices by text message, from the number that calls the business. */
export function createSmsNotice({
  messages,
  sites,
}: {
  messages: MessageCarrier;
  sites: Sites;
}): NoticeSender {
  return {
    channel: 'sms',
    async send(notice) {
      const { site } = sites.get(notice.siteId);
      const sent = await messages.send({
        messageId: notice.messageId,
        to: notice.to ?? site.notifyNumber,
        from: site.callerNumber,
        body: notice.text,
      });
      if (sent.result !== 'refused') return sent;
      const { class: kind, code, advice } = sent.refusal;
      // Only the owner of the phone can change these two. Keys, permissions and accounts are the operator's.
      return { result: 'refused', code, advice, fixable: kind !== 'bad-number' && kind !== 'opted-out' };
    },
  };
}

/** Loads the mail library only when it is used, because it takes 6 MB of memory. */
async function createMailNotice(mail: { url: string; from: string; to: string }): Promise<NoticeSender> {
  const { createEmailNotice } = await import('./email-notice.ts');
  return createEmailNotice(mail);
}
