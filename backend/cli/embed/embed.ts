import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLimited } from '../../adapters/web/limited-answer.ts';
import { readConfig } from '../../config/read-config.ts';
import { type Command, type Context, usageFault } from '../operate/command.ts';
import { settingsOf } from '../operate/installation.ts';
import { checkWebsite, type WebsitePage } from './website-check.ts';

const usage = `./run.sh embed [https://www.example.com/page]
Prints the line that puts the callback button onto a website. With the address of a page, says what keeps the button from
working there. docs/widget.md has the steps for WordPress, Wix, Shopify and others.`;

export const embedCommand: Command = {
  name: 'embed',
  title: 'Embed',
  summary: 'the line for your website, and what is wrong with a page: embed URL',
  usage,
  async run([address], context) {
    const read = readConfig(settingsOf(context));
    if (!read.ok) {
      context.terminal.bad('The settings in .env are not complete.', './run.sh doctor says what to correct');
      return 1;
    }
    const { publicBaseUrl: base, site } = read.config;
    printLines(context, base);
    if (address === undefined) return 0;
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol))
      return usageFault(
        context,
        { usage },
        `${address} is not a web address. Write it as https://www.example.com/page`,
      );
    return check(context, url, { base, origins: site.origins });
  },
};

function printLines({ print, root }: Context, base: string): void {
  print(
    `Paste this line before </body> on each page:\n\n  <script async src="${base}/widget.js"></script>\n`,
  );
  const pinned = join(root, 'dist/page/widget/v1.js');
  if (!existsSync(pinned)) return;
  const hash = createHash('sha384').update(readFileSync(pinned)).digest('base64');
  print(
    `Or this one, which browsers run only as it is now:\n\n  <script async src="${base}/widget/v1.js" ` +
      `integrity="sha384-${hash}" crossorigin="anonymous"></script>\n`,
  );
}

async function check(
  { terminal }: Context,
  url: URL,
  server: { base: string; origins: readonly string[] },
): Promise<number> {
  const page = await readPage(url);
  if (typeof page === 'string') {
    terminal.bad(`${url.href} cannot be read: ${page}.`, 'open it in a browser, and give its whole address');
    return 1;
  }
  const findings = checkWebsite(page, server);
  terminal.heading(`Checked ${page.url.href}`);
  for (const { isWell, what, fix } of findings) {
    if (isWell) terminal.good(what);
    else terminal.bad(what, fix);
  }
  return findings.every(({ isWell }) => isWell) ? 0 : 1;
}

const timeoutMs = 10_000;

/** Returns the page, or why it cannot be read. */
async function readPage(url: URL): Promise<WebsitePage | string> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'text/html' },
    });
    if (!answer.ok) return `it answers ${answer.status}`;
    const policy = answer.headers.get('content-security-policy');
    return {
      url: new URL(answer.url),
      html: answer.body === null ? '' : await readLimited(answer.body),
      // Several headers arrive as one, separated by commas.
      policyHeaders: policy === null ? [] : policy.split(','),
    };
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}
