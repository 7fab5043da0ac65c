import { spawn } from 'node:child_process';
import type { Command, Context } from './command.ts';
import { settingsOf } from './installation.ts';

/** Runs a program with this terminal until it ends. Ctrl-C ends the program, not this command. */
export function runHere(context: Context, program: string, ...args: string[]): Promise<number> {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, { cwd: context.folder, env: settingsOf(context), stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  }).finally(() => process.off('SIGINT', ignore));
}

/** A command that is a program of its own in `backend/cli`, and prints its own usage. */
export function cliCommand(
  command: Omit<Command, 'run' | 'usage'>,
  file: string,
  ...first: string[]
): Command {
  return {
    ...command,
    run: (args, context) =>
      runHere(context, process.execPath, `${context.root}/backend/cli/${file}`, ...first, ...args),
  };
}

/** A command that is a script in `scripts`. */
export function scriptCommand(command: Omit<Command, 'run' | 'usage'>, file: string): Command {
  return { ...command, run: (args, context) => runHere(context, `${context.root}/scripts/${file}`, ...args) };
}
