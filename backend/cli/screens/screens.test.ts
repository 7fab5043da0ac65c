import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { commands } from '../commands.ts';
import { cutLine } from './full-screen.ts';
import { menuLines } from './menu.ts';

const state = {
  Service: 'running (process), ready, since 2026-11-28 04:21 UTC',
  Address: 'http://127.0.0.1:8501, public https://callbacks.a-rather-long-name.example.com',
  Settings: '.env, valid',
  Warnings: 'All visitors share one rate limit; Half of a spending cap is used',
};

test('the menu fits 80 columns and 24 rows, and no summary is cut', () => {
  const lines = menuLines(commands, state, { note: '', columns: 80 });
  assert.ok(lines.length <= 24, String(lines.length));
  const options = lines.filter((line) => /\[\d+\]/.test(stripVTControlCharacters(line)));
  assert.equal(options.length, 14);
  for (const line of options) assert.ok(stripVTControlCharacters(line).length <= 80, line);
});

test('a line is cut at the width, and its colour codes take no room', () => {
  assert.equal(cutLine('abcdef', 6), 'abcdef');
  assert.equal(cutLine('abcdefg', 6), 'abcde…');
  assert.equal(cutLine('\u001b[31mabcdef\u001b[39mgh', 6), '\u001b[31mabcde\u001b[39m…');
});
