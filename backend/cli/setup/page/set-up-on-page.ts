import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../operate/command.ts';
import type { Asking } from '../asking.ts';
import { keepLines } from './line-terminal.ts';
import { createPageAsking } from './page-asking.ts';
import { startSetupServer } from './setup-server.ts';

/** A browser that was closed never fetches the report. */
const reportPatienceMs = 30_000;

type SetUp = (context: Context, asking: Asking) => Promise<number>;

/**
 * Prints a link, asks everything on the page behind it, and shows the doctor's report there. Returns the doctor's exit
 * code. `onLink` gets the link too.
 */
export async function setUpOnPage(
  context: Context,
  setUp: SetUp,
  options: { port?: number; timeoutMs?: number; onLink?: (link: string) => void } = {},
): Promise<number> {
  const page = createPageAsking();
  const server = await startSetupServer(page, options);
  try {
    context.terminal.info('Open this link in a browser of this machine. It works once, and Ctrl-C stops it:');
    context.print(server.link);
    options.onLink?.(server.link);
    const { terminal, lines } = keepLines(context.terminal);
    const code = await setUp({ ...context, terminal }, page.asking);
    page.finish(lines);
    await Promise.race([server.reportSent, sleep(reportPatienceMs, undefined, { ref: false })]);
    return code;
  } finally {
    await server.close();
  }
}
