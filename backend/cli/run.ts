import { join } from 'node:path';
import { commands } from './commands.ts';
import type { Context } from './operate/command.ts';
import { runCommand } from './operate/run-command.ts';
import { showMenu } from './screens/menu.ts';
import { createTerminal } from './terminal.ts';

/** `./run.sh`: the menu, and every command of it. */
const context: Context = {
  folder: process.cwd(),
  root: join(import.meta.dirname, '../..'),
  environment: process.env,
  terminal: createTerminal(process.argv.includes('--json') ? process.stderr : process.stdout),
  print: (text) => console.log(text),
};

const args = process.argv.slice(2);
process.exitCode =
  args.length === 0 ? await showMenu(commands, context) : await runCommand(commands, args, context);
