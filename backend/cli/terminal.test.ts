import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
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
