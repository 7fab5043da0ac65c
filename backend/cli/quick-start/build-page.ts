import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Terminal } from '../terminal.ts';

/** Builds the visitor's page, which takes about a second. */
export async function buildPage(terminal: Terminal): Promise<boolean> {
  try {
    // The page that this machine serves asks this machine, whatever another is built for.
    const env = { ...process.env, BACKEND_URL: '' };
    await promisify(execFile)('npm', ['run', '--silent', 'build:page'], { env });
    terminal.good("The visitor's page is built");
    return true;
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    terminal.bad(
      "The visitor's page could not be built.",
      `Look at what its builder said:\n${stdout}${stderr}`,
    );
    return false;
  }
}
