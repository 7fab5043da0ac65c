import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { createTerminal } from './terminal.ts';

function screen(shape: { isTTY: boolean; columns: number }) {
  const out = Object.assign(new PassThrough({ encoding: 'utf8' }), shape) as unknown as NodeJS.WriteStream;
  return { terminal: createTerminal(out), shown: () => String(out.read() ?? '') };
}

test('the progress bar never wraps in a narrow terminal', () => {
  const { terminal, shown } = screen({ isTTY: true, columns: 60 });
  terminal.progress(0.5, 'We are calling the business. Keep your phone at hand.');
  const [, line = ''] = shown().split('\r\u001b[2K');
  assert.ok(line.length < 60, `${line.length} columns`);
  assert.ok(line.endsWith('…'));
});

test('output after an unfinished progress bar starts on a new line', () => {
  const { terminal, shown } = screen({ isTTY: true, columns: 80 });
  terminal.progress(0.5, 'Waiting');
  terminal.info('Something else');
  assert.match(shown(), /Waiting\n.*Something else\n$/);
});

test('only the finished bar is printed when the output is not a terminal', () => {
  const { terminal, shown } = screen({ isTTY: false, columns: 80 });
  terminal.progress(0.5, 'Waiting');
  terminal.progress(1, 'Ready');
  assert.match(shown(), /^\[█+\] 100% Ready\n$/);
});

test('long lines break between words at 80 columns, colours not counted', () => {
  const { terminal, shown } = screen({ isTTY: true, columns: 200 });
  terminal.bad('one two three '.repeat(12).trim(), 'four five six '.repeat(12).trim());
  terminal.warn('seven eight nine '.repeat(12).trim());
  const lines = stripVTControlCharacters(shown()).trimEnd().split('\n');
  for (const line of lines) assert.ok(line.length <= 80, line);
  assert.equal(
    lines
      .join(' ')
      .replace(/\s+/g, ' ')
      .match(/one two three/g)?.length,
    12,
  );
  assert.match(lines.find((line) => line.includes('Fix:')) ?? '', /^ {2}Fix: four/);
});

test('a word that is longer than a line stays whole', () => {
  const { terminal, shown } = screen({ isTTY: true, columns: 40 });
  const address = `https://calls.example.com/${'x'.repeat(60)}`;
  terminal.info(`open ${address} now`);
  assert.ok(shown().includes(address));
});
