import { stripVTControlCharacters } from 'node:util';

const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';

/** The terminal's second screen. The first comes back at every end of the process except SIGKILL. */
export type FullScreen = {
  columns(): number;
  rows(): number;
  /** Shows these lines from the top; longer ones are cut, further ones left out. */
  draw(lines: readonly string[]): void;
  close(): void;
};

export function openFullScreen(out: NodeJS.WriteStream): FullScreen {
  let isOpen = true;
  const close = () => {
    if (isOpen) out.write(leave);
    isOpen = false;
  };
  const onSignal = (signal: NodeJS.Signals) => {
    close();
    process.kill(process.pid, signal);
  };
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
  process.once('exit', close);
  for (const signal of signals) process.once(signal, onSignal);
  out.write(enter);
  return {
    columns: () => out.columns || 80,
    rows: () => out.rows || 24,
    draw(lines) {
      const [columns, rows] = [out.columns || 80, out.rows || 24];
      const shown = lines.slice(0, rows).map((line) => `${cutLine(line, columns)}\u001b[0m\u001b[K`);
      out.write(`\u001b[H${shown.join('\r\n')}\u001b[J`);
    },
    close() {
      close();
      process.off('exit', close);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

const escapeCode = '\u001b';
const colourCode = new RegExp(`(${escapeCode}\\[[\\d;]*m)`);

/** Cuts a line to a width; colour codes take no room. */
export function cutLine(line: string, columns: number): string {
  if (stripVTControlCharacters(line).length <= columns) return line;
  let room = columns - 1;
  const parts = line.split(colourCode).map((part) => {
    if (part.startsWith(`${escapeCode}[`)) return part;
    const kept = [...part].slice(0, Math.max(0, room)).join('');
    room -= [...part].length;
    return kept;
  });
  return `${parts.join('')}…`;
}
