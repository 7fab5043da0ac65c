import type { Environment } from '../../config/read-values.ts';
import type { SystemOptions } from '../../doctor/system.ts';
import type { Terminal } from '../terminal.ts';

/** What a command works on: one installation, and the terminal. */
export type Context = {
  /** The folder with `.env` and the data. */
  folder: string;
  /** The folder with the code. */
  root: string;
  /** The environment of the process, without the env file. */
  environment: Environment;
  terminal: Terminal;
  /** Prints plain text, such as JSON or a table. */
  print(text: string): void;
  /** Facts of the machine that a test replaces. */
  facts?: Pick<SystemOptions, 'probes' | 'now'>;
};

/** One command of `./run.sh`. Exit codes: 0 done, 1 failed or warnings, 2 wrong usage or failures. */
export type Command = {
  name: string;
  /** Place in the menu, 1 to 13; commands without one are typed. */
  number?: number;
  /** Title in the menu. */
  title: string;
  summary: string;
  /** Without one, the command prints its own usage. */
  usage?: string;
  run(args: string[], context: Context): Promise<number>;
};

/** Prints the usage when it was asked for, or what is wrong with the arguments. Returns the exit code. */
export function usageFault({ terminal, print }: Context, command: { usage: string }, fault?: string): number {
  if (fault === undefined) {
    print(command.usage);
    return 0;
  }
  terminal.bad(fault, command.usage);
  return 2;
}
