import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from '../../terminal.ts';
import type { Line } from './page-asking.ts';

/** Prints to `terminal` as before, and keeps the lines for the page. */
export function keepLines(terminal: Terminal): { terminal: Terminal; lines: Line[] } {
  const lines: Line[] = [];
  const keep = (kind: Line['kind'], text: string, fix?: string) => {
    const plain = stripVTControlCharacters(text).replace(/^ +/gm, '').trim();
    lines.push({ kind, text: plain, ...(fix !== undefined && { fix: stripVTControlCharacters(fix) }) });
  };
  return {
    lines,
    terminal: {
      ...terminal,
      heading(text) {
        keep('heading', text);
        terminal.heading(text);
      },
      info(text) {
        keep('info', text);
        terminal.info(text);
      },
      good(text) {
        keep('good', text);
        terminal.good(text);
      },
      warn(text, fix) {
        keep('warn', text, fix);
        terminal.warn(text, fix);
      },
      bad(text, fix) {
        keep('bad', text, fix);
        terminal.bad(text, fix);
      },
    },
  };
}
