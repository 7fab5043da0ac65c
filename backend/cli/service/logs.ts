import { parseArgs } from 'node:util';
import { type Command, usageFault } from '../operate/command.ts';
import { findService } from '../operate/installation.ts';
import { runHere } from '../operate/run-program.ts';
import { formatLogLine, isError } from './format-log.ts';

const usage = `./run.sh logs [--lines N] [--errors] [--follow]
Prints the latest lines of the service's log, coloured by level. --errors prints warnings and errors only, each with its
fix. --follow goes on until Ctrl-C.`;

export const logsCommand: Command = {
  name: 'logs',
  number: 8,
  title: 'View Logs',
  summary: 'the latest lines of the log',
  usage,
  async run(args, context) {
    const { lines, errors, follow } = readArgs(args);
    if (Number.isNaN(lines)) return usageFault(context, { usage }, 'Write --lines and a number');
    const service = await findService(context);
    if (follow) {
      const [program = 'tail', ...rest] = service.follow(lines);
      return runHere(context, program, ...rest);
    }
    const found = await service.log(errors ? 5_000 : lines);
    const shown = errors ? found.filter(isError).slice(-lines) : found;
    if (shown.length === 0)
      context.terminal.info(
        errors ? 'The log has no warnings and no errors.' : 'There is no log yet: ./run.sh start',
      );
    for (const line of shown) context.print(formatLogLine(line, { withFix: errors }));
    return 0;
  },
};

function readArgs(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      lines: { type: 'string', default: '50' },
      errors: { type: 'boolean', default: false },
      follow: { type: 'boolean', default: false },
    },
  });
  return { ...values, lines: Number.parseInt(values.lines, 10) };
}
