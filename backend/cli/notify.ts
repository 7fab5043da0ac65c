import type { NoticeTest } from '../../contract/operator/notices.ts';
import type { WebhookTest } from '../../contract/operator/webhooks.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { operatorHeaders } from '../doctor/operator-headers.ts';
import { localAddress } from './operate/local-address.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `npm run notify -- test [CHANNEL]
Sends a test notice by every channel that tells missed calls, or by one of them. A text message is charged.
Calls the server that runs on this machine with the same settings. Both need the same ADMIN_API_TOKEN.

npm run notify -- webhooks
Sends a test event to every address of WEBHOOK_URLS.

npm run notify -- chats
Prints the chats that wrote to the Telegram bot, with the id to set as TELEGRAM_CHAT_ID.`;

const { positionals, values } = readOptions(usage, {
  allowPositionals: true,
  options: { help: { type: 'boolean', default: false } },
});
const terminal = createTerminal();

async function main(): Promise<number> {
  const [action, channel, ...rest] = positionals;
  const isKnown =
    action === 'test' || ((action === 'chats' || action === 'webhooks') && channel === undefined);
  if (values.help || !isKnown || rest.length > 0) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  if (action === 'chats') return printChats(process.env.TELEGRAM_BOT_TOKEN ?? '');
  const read = readConfig(process.env);
  if (read.ok) return action === 'test' ? testChannels(read.config, channel) : testWebhooks(read.config);
  for (const { variable, problem, fix } of read.problems) terminal.bad(`${variable} ${problem}`, fix);
  return 1;
}

async function testChannels(config: Config, chosen: string | undefined): Promise<number> {
  const results: boolean[] = [];
  for (const channel of chosen === undefined ? config.notices.channels : [chosen])
    results.push(await testChannel(config, channel));
  return results.every(Boolean) ? 0 : 1;
}

async function testChannel(config: Config, channel: string): Promise<boolean> {
  const body = await askServer<NoticeTest>(config, '/notices/test', { channel });
  if (body === undefined) return false;
  if (body.result === 'accepted') terminal.good(`${channel}: accepted; look whether it arrived`);
  else
    terminal.bad(
      `${channel}: ${body.title ?? `${body.result} (${body.code})`}`,
      body.detail ?? body.fix ?? 'Look at the log of the server.',
    );
  return body.result === 'accepted';
}

async function testWebhooks(config: Config): Promise<number> {
  if (config.webhooks.addresses.length === 0) {
    terminal.bad('WEBHOOK_URLS is empty', 'List the addresses in .env; docs/webhooks.md shows how.');
    return 1;
  }
  const body = await askServer<WebhookTest>(config, '/webhooks/test', {});
  if (body?.results === undefined) {
    if (body !== undefined) terminal.bad(`${body.title}`, body.detail ?? 'Look at the log of the server.');
    return 1;
  }
  for (const { address, result, code, fix } of body.results)
    if (result === 'accepted') terminal.good(`${address}: accepted (${code})`);
    else terminal.bad(`${address}: failed (${code})`, fix ?? 'Look at the log of the server.');
  return body.results.length > 0 && body.results.every(({ result }) => result === 'accepted') ? 0 : 1;
}

/** Returns the answer of the running server, which can be a problem; undefined when none answers. */
async function askServer<Answer>(
  config: Config,
  path: string,
  body: object,
): Promise<(Partial<Answer> & Partial<Problem>) | undefined> {
  const address = localAddress(config);
  const answer = await fetch(`${address}/api/v1/admin${path}`, {
    method: 'POST',
    headers: { ...operatorHeaders(config), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (answer !== undefined) return (await answer.json()) as Partial<Answer> & Partial<Problem>;
  terminal.bad(`No server answers at ${address}`, 'Start the server, or set HOST and PORT to its values.');
  return undefined;
}

type Updates = { result?: { message?: { chat: { id: number; title?: string; first_name?: string } } }[] };

/** https://core.telegram.org/bots/api#getupdates */
async function printChats(token: string): Promise<number> {
  const answer = await fetch(`https://api.telegram.org/bot${token}/getUpdates`).catch(() => undefined);
  if (answer?.ok !== true) {
    terminal.bad(
      answer === undefined ? 'Telegram does not answer' : 'Telegram does not know TELEGRAM_BOT_TOKEN',
      'Set TELEGRAM_BOT_TOKEN in .env to the token that @BotFather gave you.',
    );
    return 1;
  }
  const { result = [] } = (await answer.json()) as Updates;
  const chats = new Map(
    result.flatMap(({ message }) => (message === undefined ? [] : [[message.chat.id, message.chat]])),
  );
  for (const { id, title, first_name: firstName } of chats.values())
    terminal.info(`${id}  ${title ?? firstName ?? ''}`);
  if (chats.size > 0) return 0;
  terminal.bad(
    'No chat wrote to the bot lately',
    'Write anything to the bot in Telegram and run this again.',
  );
  return 1;
}

process.exitCode = await main();
