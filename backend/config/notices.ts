import type { Nudge } from '../domain/callback/rules.ts';
import { type NoticeChannel, noticeChannels } from '../domain/effect.ts';
import type { ChatSettings } from '../ports/carrier/notice-sender.ts';
import type { Config } from './config.ts';
import {
  type ConfigProblem,
  checkPair,
  configProblem,
  type ReadValues,
  secretCommand,
} from './read-values.ts';
import type { Values, VariableName } from './variables.ts';

/** How the business learns of a missed call. */
export type NoticeConfig = {
  /** `undefined` when email is not set up. */
  mail: { url: string; from: string; to: string } | undefined;
  /** The business's system that receives signed requests. */
  webhook: { url: string; secret: string } | undefined;
  chats: readonly ChatSettings[];
  /** The channels in order, and how many of the first tell at once. */
  channels: readonly NoticeChannel[];
  atOnce: number;
  /** Reminders of missed callbacks; undefined turns them off. */
  nudge: Nudge | undefined;
  /** Whether a visitor who was missed gets a text message. */
  textsMissedVisitor: boolean;
};

export function buildNotices(values: Values): NoticeConfig {
  const { SMTP_URL: mailServer, NOTIFY_EMAIL: to, SMTP_FROM: from = to ?? '' } = values;
  const { NOTIFY_WEBHOOK_URL: url, NOTIFY_WEBHOOK_SECRET: secret } = values;
  const mail = mailServer === undefined || to === undefined ? undefined : { url: mailServer, from, to };
  const webhook = url === undefined || secret === undefined ? undefined : { url, secret };
  const chats = buildChats(values);
  const order = values.NOTIFY_CHANNELS ?? defaultOrder({ mail, webhook, chats });
  return { mail, webhook, chats, ...order, nudge: buildNudge(values), textsMissedVisitor: values.MISS_TEXT };
}

function buildNudge({ NUDGE_AFTER: minutes, NUDGE_TO: second }: Values): Nudge | undefined {
  return minutes === undefined ? undefined : { afterMs: minutes * 60_000, second };
}

function buildChats(values: Values): ChatSettings[] {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_CHAT_ID: chatId, NTFY_URL: topic } = values;
  const hooks = [
    { channel: 'slack', url: values.SLACK_WEBHOOK_URL },
    { channel: 'teams', url: values.TEAMS_WEBHOOK_URL },
    { channel: 'discord', url: values.DISCORD_WEBHOOK_URL },
  ] as const;
  return [
    ...hooks.flatMap(({ channel, url }) => (url === undefined ? [] : [{ channel, url }])),
    ...(token === undefined || chatId === undefined ? [] : [{ channel: 'telegram' as const, token, chatId }]),
    ...(topic === undefined ? [] : [{ channel: 'ntfy' as const, url: topic, token: values.NTFY_TOKEN }]),
  ];
}

/** Chats cost nothing, so they tell at once with the SMS. Email and webhook follow when these fail. */
function defaultOrder({ mail, webhook, chats }: Pick<Config['notices'], 'mail' | 'webhook' | 'chats'>) {
  const channels: NoticeChannel[] = [
    'sms',
    ...chats.map(({ channel }) => channel),
    ...(mail === undefined ? [] : (['email'] as const)),
    ...(webhook === undefined ? [] : (['webhook'] as const)),
  ];
  return { channels, atOnce: 1 + chats.length };
}

/** The variable without which a channel is not set up. SMS always is. */
const channelVariables: Record<Exclude<NoticeChannel, 'sms'>, VariableName> = {
  email: 'SMTP_URL',
  webhook: 'NOTIFY_WEBHOOK_URL',
  slack: 'SLACK_WEBHOOK_URL',
  teams: 'TEAMS_WEBHOOK_URL',
  discord: 'DISCORD_WEBHOOK_URL',
  telegram: 'TELEGRAM_BOT_TOKEN',
  ntfy: 'NTFY_URL',
};

export function checkNotices({ values, given }: ReadValues): ConfigProblem[] {
  const found = checkPair(given, 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_CHAT_ID');
  if (given.has('NOTIFY_EMAIL') && !given.has('SMTP_URL'))
    found.push(configProblem('SMTP_URL', 'is missing: NOTIFY_EMAIL needs a mail server'));
  if (given.has('NOTIFY_WEBHOOK_URL') && !given.has('NOTIFY_WEBHOOK_SECRET'))
    found.push(
      configProblem(
        'NOTIFY_WEBHOOK_SECRET',
        'is missing: requests to NOTIFY_WEBHOOK_URL must be signed',
        undefined,
        secretCommand('NOTIFY_WEBHOOK_SECRET'),
      ),
    );
  if (given.has('NTFY_TOKEN') && !given.has('NTFY_URL'))
    found.push(configProblem('NTFY_URL', 'is missing: NTFY_TOKEN is set and needs it'));
  return [...found, ...checkNudge({ values, given }), ...checkOrder({ values, given })];
}

function checkNudge({ values, given }: Pick<ReadValues, 'values' | 'given'>): ConfigProblem[] {
  const channel = values.NUDGE_TO?.channel;
  if (channel === undefined) return [];
  const isSetUp = channel === 'sms' || given.has(channelVariables[channel]);
  return [
    ...(given.has('NUDGE_AFTER')
      ? []
      : [configProblem('NUDGE_AFTER', 'is missing: NUDGE_TO is set and needs it')]),
    ...(isSetUp ? [] : [configProblem(channelVariables[channel], `is missing: NUDGE_TO names ${channel}`)]),
  ];
}

function checkOrder({ values, given }: Pick<ReadValues, 'values' | 'given'>): ConfigProblem[] {
  const channels = values.NOTIFY_CHANNELS?.channels;
  if (channels === undefined) return [];
  return noticeChannels.flatMap((channel) => {
    if (channel === 'sms') return [];
    const variable = channelVariables[channel];
    const [isNamed, isSetUp] = [channels.includes(channel), given.has(variable)];
    if (isNamed === isSetUp) return [];
    return isNamed
      ? [configProblem(variable, `is missing: NOTIFY_CHANNELS names ${channel}`)]
      : [
          configProblem(
            'NOTIFY_CHANNELS',
            `leaves out ${channel}, which ${variable} sets up`,
            `Add ${channel} to NOTIFY_CHANNELS, or remove ${variable}.`,
          ),
        ];
  });
}
