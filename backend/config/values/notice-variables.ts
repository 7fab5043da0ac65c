import { noticeChannels } from '../../domain/effect.ts';
import { adviseNumber } from './guesses.ts';
import * as url from './url-types.ts';
import * as value from './value-types.ts';
import type { Variable } from './variable.ts';

export const numberFix = 'Write the number with + and its country code first, such as +1 201 555 0123.';

function isTopic(typed: string): boolean {
  return /^\/[\w-]{1,64}$/.test(new URL(typed).pathname);
}

/** The environment variables that say how missed calls are told. */
export const noticeVariables = {
  NOTIFY_NUMBER: {
    schema: value.textedNumber.optional(),
    advise: adviseNumber,
    fix: `${numberFix} It is the mobile phone that receives missed-call messages.`,
  },
  NOTIFY_EMAIL: {
    schema: value.email.optional(),
    fix: 'Write the email address that receives missed-call messages.',
  },
  SMTP_URL: {
    schema: url.smtpUrl.optional(),
    fix: 'Write it as smtps://user:password@mail.example.com; percent-encode special characters (@ is %40).',
    secret: true,
  },
  SMTP_FROM: {
    schema: value.mailbox.optional(),
    fix: 'Write a sender address that your mail server accepts.',
  },
  NOTIFY_WEBHOOK_URL: {
    schema: url.safeUrl.optional(),
    fix: 'Write the https address of your system that receives missed-call messages.',
  },
  SLACK_WEBHOOK_URL: {
    schema: url.safeUrl.optional(),
    fix: 'Copy the address of an incoming webhook from your app at api.slack.com/apps.',
    secret: true,
  },
  TEAMS_WEBHOOK_URL: {
    schema: url.safeUrl.optional(),
    fix: 'Copy the address of a workflow that posts to a channel when a webhook request is received.',
    secret: true,
  },
  DISCORD_WEBHOOK_URL: {
    schema: url.safeUrl.optional(),
    fix: 'Copy the address of a webhook from the integrations of the Discord channel.',
    secret: true,
  },
  TELEGRAM_BOT_TOKEN: {
    schema: value.matching(/^\d+:[\w-]{20,}$/, 'is not the token of a bot').optional(),
    fix: 'Create a bot with @BotFather in Telegram and copy its token.',
    secret: true,
  },
  TELEGRAM_CHAT_ID: {
    schema: value.matching(/^(?:-?\d+|@\w+)$/, 'is not the id of a chat').optional(),
    fix: 'Write to the bot once; npm run notify -- chats then prints the id of your chat.',
  },
  NTFY_URL: {
    schema: url.safeUrl.refine(isTopic, 'does not end with one topic').optional(),
    fix: 'Write the address of your ntfy server and a topic that cannot be guessed, such as https://ntfy.example.com/q2Z5c0Vt.',
  },
  NTFY_TOKEN: {
    schema: value.secret(16).optional(),
    fix: 'Copy an access token of your ntfy server.',
    secret: true,
  },
  NOTIFY_CHANNELS: {
    schema: value.noticeOrder.optional(),
    fix: `Write the channels in order, such as sms+slack,email: + tells at once, a comma waits until the ones before failed. They are ${noticeChannels.join(', ')}.`,
  },
  NUDGE_AFTER: {
    schema: value.wholeNumber(5, 10_080).optional(),
    fix: 'Write after how many minutes you are reminded of a missed callback, from 5; empty means never.',
  },
  NUDGE_TO: {
    schema: value.channelOrNumber.optional(),
    fix: 'Write the mobile phone of a second person with + and its country code, or a channel such as slack or email.',
  },
  MISS_TEXT: {
    schema: value.flag.default(false),
    fix: 'Write on to text visitors who were missed where they can ask again, or off.',
  },
  NOTIFY_WEBHOOK_SECRET: {
    schema: value.secret(24).optional(),
    fix: 'Create one with: openssl rand -base64 32.',
    secret: true,
  },
} as const satisfies Record<string, Variable>;
