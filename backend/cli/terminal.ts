import { type ParseArgsConfig, parseArgs, stripVTControlCharacters } from 'node:util';
import colours from 'picocolors';

/** Output of a command: headings, results and a progress bar. Plain lines when the output is not a terminal. */
export type Terminal = {
  heading(text: string): void;
  info(text: string): void;
  good(text: string): void;
  /** Prints a warning, and its fix if there is one. */
  warn(text: string, fix?: string): void;
  /** Prints a problem whose fix stands elsewhere. */
  problem(text: string): void;
  /** Prints the heading of one step of several. */
  step(text: string): void;
  /** Prints a problem and its fix. */
  bad(text: string, fix: string): void;
  /** `share` from 0 to 1. */
  progress(share: number, text: string): void;
};

const barWidth = 40;
const maxColumns = 80;

export function createTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  const isTerminal = out.isTTY === true;
  let barIsOpen = false;
  const line = (text: string) => {
    if (barIsOpen) out.write('\n');
    barIsOpen = false;
    out.write(`${wrapLines(text, Math.min(out.columns || maxColumns, maxColumns))}\n`);
  };
  const withFix = (text: string, fix: string | undefined) =>
    fix === undefined ? text : `${text}\n  ${colours.dim('Fix:')} ${fix}`;
  return {
    heading: (text) => line(`\n${colours.cyan(colours.bold(text))}`),
    info: (text) => line(`${colours.blue('•')} ${text}`),
    good: (text) => line(`${colours.green('✓')} ${text}`),
    warn: (text, fix) => line(withFix(`${colours.yellow('!')} ${text}`, fix)),
    problem: (text) => line(`${colours.red('✗')} ${text}`),
    step: (text) => line(`${colours.magenta('◆')} ${text}`),
    bad: (text, fix) => line(withFix(`${colours.red('✗')} ${text}`, fix)),
    progress(share, text) {
      const full = Math.round(share * barWidth);
      const bar = `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}] ${String(Math.round(share * 100)).padStart(3)}%`;
      const isDone = share >= 1;
      if (isTerminal)
        out.write(`\r\u001b[2K${shorten(`${bar} ${text}`, out.columns || maxColumns)}${isDone ? '\n' : ''}`);
      else if (isDone) out.write(`${shorten(`${bar} ${text}`, maxColumns)}\n`);
      barIsOpen = isTerminal && !isDone;
    },
  };
}

/** Breaks lines between words, further lines indented. An address or another long word stays whole. */
function wrapLines(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(line: string, columns: number): string {
  if (stripVTControlCharacters(line).length <= columns) return line;
  let width = 0;
  return line
    .split(/(?<=\S)(?= )/)
    .map((word) => {
      const length = stripVTControlCharacters(word).length;
      const fits = width === 0 || width + length <= columns;
      width = fits ? width + length : 1 + length;
      return fits ? word : `\n ${word}`;
    })
    .join('');
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
