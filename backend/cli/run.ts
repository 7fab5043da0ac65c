import { join } from 'node:path';
import type { Context } from './operate/command.ts';
import { commands } from './operate/commands.ts';
import { runCommand } from './operate/run-command.ts';
import { createTerminal } from './terminal.ts';

/** `./run.sh`: the menu, and every command of it. */
const context: Context = {
  folder: process.cwd(),
  root: join(import.meta.dirname, '../..'),
  environment: process.env,
  terminal: createTerminal(process.argv.includes('--json') ? process.stderr : process.stdout),
  print: (text) => console.log(text),
};

process.exitCode = await runCommand(commands, process.argv.slice(2), context);
