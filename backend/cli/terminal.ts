import { type ParseArgsConfig, parseArgs } from 'node:util';
import colours from 'picocolors';

/** What a person sees while something runs: steps, results and a bar. Plain lines when nobody watches. */
export type Terminal = {
  heading(text: string): void;
  info(text: string): void;
  good(text: string): void;
  warn(text: string): void;
  /** What went wrong and what to do about it. */
  bad(text: string, fix: string): void;
  /** `share` from 0 to 1. */
  progress(share: number, text: string): void;
};

const barWidth = 40;

export function createTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  const live = out.isTTY === true;
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
      const over = share >= 1;
      if (live) out.write(`\r\u001b[2K${fitting(`${bar} ${text}`, out.columns)}${over ? '\n' : ''}`);
      else if (over) out.write(`${bar} ${text}\n`);
      barIsOpen = live && !over;
    },
  };
}

/** A line that wraps could not be written over. */
function fitting(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

/** The options of a command. One that does not exist is answered with those that do, and ends the command with 2. */
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
