import { type ParseArgsConfig, parseArgs } from 'node:util';
import colours from 'picocolors';

/** Output of a command: headings, results and a progress bar. Plain lines when the output is not a terminal. */
export type Terminal = {
  heading(text: string): void;
  info(text: string): void;
  good(text: string): void;
  warn(text: string): void;
  /** Prints a problem and its fix. */
  bad(text: string, fix: string): void;
  /** `share` from 0 to 1. */
  progress(share: number, text: string): void;
};

const barWidth = 40;

export function createTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  const isTerminal = out.isTTY === true;
  let barIsOpen = false;
  const line = (text: string) => {
    if (barIsOpen) out.write('\n');
    barIsOpen = false;
    out.write(`${text}\n`);
  };
  return {
    heading: (text) => line(`\n${colours.cyan(colours.bold(text))}`),
    info: (text) => line(`${colours.blue('•')} ${text}`),
    good: (text) => line(`${colours.green('✓')} ${text}`),
    warn: (text) => line(`${colours.yellow('!')} ${text}`),
    bad: (text, fix) => line(`${colours.red('✗')} ${text}\n  ${colours.dim('Fix:')} ${fix}`),
    progress(share, text) {
      const full = Math.round(share * barWidth);
      const bar = `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}] ${String(Math.round(share * 100)).padStart(3)}%`;
      const isDone = share >= 1;
      if (isTerminal) out.write(`\r\u001b[2K${shorten(`${bar} ${text}`, out.columns)}${isDone ? '\n' : ''}`);
      else if (isDone) out.write(`${bar} ${text}\n`);
      barIsOpen = isTerminal && !isDone;
    },
  };
}

/** Shortens a line to the terminal's width, because a wrapped line cannot be overwritten. */
function shorten(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

/** Parses the options of a command. An unknown option prints the usage and exits with 2. */
export function readOptions<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message.split('. ')[0]}.\n\n${usage}`);
    return process.exit(2);
  }
}
