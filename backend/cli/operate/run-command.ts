import type { Command, Context } from './command.ts';

/** Runs the command that the first argument names. Returns the exit code; an unknown name is 2. */
export async function runCommand(
  commands: readonly Command[],
  [name, ...args]: string[],
  context: Context,
): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    printCommands(commands, context);
    return 0;
  }
  const command = commands.find((known) => known.name === name || String(known.number) === name);
  if (command === undefined) {
    context.terminal.bad(`There is no command ${name}.`, './run.sh --help lists all commands');
    return 2;
  }
  if (args.includes('--help') && command.usage !== undefined) {
    context.print(command.usage);
    return 0;
  }
  try {
    return await command.run(args, context);
  } catch (error) {
    const { message, advice, code } = error as NodeJS.ErrnoException & { advice?: string };
    if (code?.startsWith('ERR_PARSE_ARGS')) {
      context.terminal.bad(message.split('. ')[0] ?? message, command.usage ?? './run.sh --help');
      return 2;
    }
    context.terminal.bad(`${command.title}: ${message}`, advice ?? './run.sh doctor says what is wrong');
    return 1;
  }
}

function printCommands(commands: readonly Command[], { print }: Context): void {
  print('./run.sh [COMMAND] [--help]\nWithout a command it shows the menu.\n');
  for (const { name, number, summary } of commands)
    print(`  ${(number === undefined ? '' : `${number}`).padStart(2)}  ${name.padEnd(13)} ${summary}`);
}
